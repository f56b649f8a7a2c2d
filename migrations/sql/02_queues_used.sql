-- The queues of the engine that belong to no namespace.
select pgmq."create"('orchestration_step_results');
select pgmq."create"('orchestration_task_requests');
select pgmq."create"('orchestration_task_finalizations');
