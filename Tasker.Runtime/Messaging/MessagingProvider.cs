namespace Tasker.Runtime.Messaging;

/// <summary>What carries messages.</summary>
public enum MessagingProvider
{
    /// <summary>The database: PGMQ's tables. Workers claim from them directly.</summary>
    PostgreSql,

    /// <summary>A RabbitMQ broker, fed from the database's tables, which stay the truth.</summary>
    RabbitMq,

    /// <summary>The memory of this process, fed from the database's tables: for tests, and for nodes that are worker and orchestrator in one.</summary>
    InMemory,
}
