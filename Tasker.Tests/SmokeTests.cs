namespace Tasker.Tests; public class SmokeTests { [Xunit.Fact] public void Smoke_Runs_Passes() => Xunit.Assert.True(true); }
