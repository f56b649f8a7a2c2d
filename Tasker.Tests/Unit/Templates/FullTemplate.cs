namespace Tasker.Tests.Unit.Templates;

/// <summary>Every field of the format once, and what is stored for it. The stored text is what version 1 wrote: it must stay readable.</summary>
internal static class FullTemplate
{
    public const string Yaml = """
        name: full
        namespace_name: tests
        version: 2.1.0-rc.1
        description: All fields
        identity_strategy: caller_provided
        metadata:
          author: Ann
          tags: [a, b]
          documentation_url: https://example.org/doc
          created_at: "2026-01-01"
          updated_at: "2026-02-01"
          ticket: 42
        system_dependencies:
          primary: billing
          secondary: [mail]
        domain_events:
          - name: order.closed
            description: An order was closed
            schema: { type: object }
        input_schema:
          type: object
          required: [order_id]
        lifecycle:
          max_duration_minutes: 60
          max_waiting_for_dependencies_minutes: 10
          max_waiting_for_retry_minutes: 11
          max_steps_in_process_minutes: 12
          staleness_action: error
          auto_fail_on_timeout: true
          auto_dlq_on_timeout: false
          failure_policy: stop
          give_up_after_minutes: 90
        steps:
          - name: analyze
            description: Cuts the data
            type: batchable
            system_dependency: billing
            handler:
              callable: tests.analyze
              method: cut
              resolver: explicit
              initialization: { size: 5 }
            retry:
              retryable: true
              max_attempts: 5
              backoff: fibonacci
              backoff_base_ms: 200
              max_backoff_ms: 9000
            timeout_seconds: 45
            publishes_events:
              - name: data.cut
                description: Cut
                condition: always
                delivery_mode: broadcast
                publisher: CutPublisher
                schema: { type: object }
            batch_config:
              batch_size: 7
              parallelism: 3
              cursor_field: row
              worker_template: work
              failure_strategy: isolate
            result_schema: { type: object }
          - name: work
            type: batch_worker
            dependencies: [analyze]
            handler: { callable: tests.work }
            result_schema: { type: object }
          - name: join
            type: deferred_convergence
            dependencies: [work]
            handler: { callable: tests.join }
            result_schema: { type: object }
        environments:
          test:
            steps:
              - name: ALL
                timeout_seconds: 3
              - name: analyze
                handler: { initialization: { size: 1, dry: true } }
                retry: { retryable: false, max_attempts: 1, backoff: none, backoff_base_ms: 10, max_backoff_ms: 20 }
        """;

    public const string Stored = """
        {"format":1,"template":{"name":"full","namespace":"tests","version":"2.1.0-rc.1","description":"All fields","metadata":{"author":"Ann","tags":["a","b"],"documentation_url":"https://example.org/doc","created_at":"2026-01-01","updated_at":"2026-02-01","other":{"ticket":42}},"system_dependencies":{"primary":"billing","secondary":["mail"]},"domain_events":[{"name":"order.closed","description":"An order was closed","schema":{"type":"object"}}],"input_schema":{"type":"object","required":["order_id"]},"steps":[{"name":"analyze","description":"Cuts the data","type":"batchable","handler":{"callable":"tests.analyze","method":"cut","resolver":"explicit","initialization":{"size":5}},"system_dependency":"billing","dependencies":[],"retry":{"retryable":true,"max_attempts":5,"backoff":"fibonacci","backoff_base":"00:00:00.2000000","max_backoff":"00:00:09"},"timeout":"00:00:45","publishes_events":[{"name":"data.cut","description":"Cut","condition":"always","schema":{"type":"object"},"delivery_mode":"broadcast","publisher":"CutPublisher"}],"batch_config":{"batch_size":7,"parallelism":3,"cursor_field":"row","worker_template":"work","failure_strategy":"isolate"},"result_schema":{"type":"object"}},{"name":"work","type":"batch_worker","handler":{"callable":"tests.work","method":"call"},"dependencies":["analyze"],"retry":{"retryable":true,"max_attempts":3,"backoff":"exponential","backoff_base":"00:00:01","max_backoff":"00:00:30"},"timeout":"00:00:30","publishes_events":[],"result_schema":{"type":"object"}},{"name":"join","type":"deferred_convergence","handler":{"callable":"tests.join","method":"call"},"dependencies":["work"],"retry":{"retryable":true,"max_attempts":3,"backoff":"exponential","backoff_base":"00:00:01","max_backoff":"00:00:30"},"timeout":"00:00:30","publishes_events":[],"result_schema":{"type":"object"}}],"environments":[{"name":"test","steps":[{"step":"ALL","timeout":"00:00:03"},{"step":"analyze","initialization":{"size":1,"dry":true},"retry":{"retryable":false,"max_attempts":1,"backoff":"none","backoff_base":"00:00:00.0100000","max_backoff":"00:00:00.0200000"}}]}],"lifecycle":{"max_duration":"01:00:00","max_waiting_for_dependencies":"00:10:00","max_waiting_for_retry":"00:11:00","max_steps_in_process":"00:12:00","staleness_action":"error","auto_fail_on_timeout":true,"auto_dlq_on_timeout":false,"failure_policy":"stop","give_up_after":"01:30:00"},"identity_strategy":"caller_provided"}}
        """;
}
