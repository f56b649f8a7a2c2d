namespace Tasker.Tests.Support;

/// <summary>One database for the engine tests of a class. Tests share it, so each publishes templates under names of its own.</summary>
public sealed class EngineFixture : TestDatabase;
