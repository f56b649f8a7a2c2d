using Tasker.Web.Cli;

return await TaskerCommandLine.RunAsync(args);
