namespace Tasker.Web.Components.Templates;

/// <summary>What the editor of a new template begins with: small, valid, and with the parts that most templates need.</summary>
internal static class NewTemplateText
{
    public const string Yaml = """
        name: my_workflow
        namespace_name: default
        version: "1.0.0"
        description: What this workflow is for

        input_schema:
          type: object
          required: [order_id]
          properties:
            order_id:
              type: integer

        steps:
          - name: first_step
            handler:
              callable: my_handlers.first
          - name: second_step
            dependencies: [first_step]
            handler:
              callable: my_handlers.second
            retry:
              max_attempts: 3
              backoff: exponential

        """;
}
