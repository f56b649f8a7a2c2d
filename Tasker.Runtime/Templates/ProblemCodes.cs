namespace Tasker.Runtime.Templates;

/// <summary>The stable names of all kinds of template problem. They are explained in docs/templates.md.</summary>
public static class ProblemCodes
{
#pragma warning disable CS1591 // The names say it; docs/templates.md explains each.
    // The text
    public const string TooLarge = "TOO_LARGE";
    public const string TooDeep = "TOO_DEEP";
    public const string TooManyNodes = "TOO_MANY_NODES";
    public const string Encoding = "ENCODING";
    public const string Syntax = "SYNTAX";
    public const string AliasNotAllowed = "ALIAS_NOT_ALLOWED";
    public const string TagNotAllowed = "TAG_NOT_ALLOWED";
    public const string OneDocument = "ONE_DOCUMENT";
    public const string DuplicateKey = "DUPLICATE_KEY";

    // Keys and values
    public const string UnknownKey = "UNKNOWN_KEY";
    public const string MissingKey = "MISSING_KEY";
    public const string WrongType = "WRONG_TYPE";
    public const string OutOfRange = "OUT_OF_RANGE";
    public const string UnknownEnum = "UNKNOWN_ENUM";
    public const string BadName = "BAD_NAME";
    public const string BadVersion = "BAD_VERSION";
    public const string NamespaceTooLong = "NAMESPACE_TOO_LONG";
    public const string EmptyCallable = "EMPTY_CALLABLE";
    public const string NotSupported = "NOT_SUPPORTED";
    public const string SecretLiteral = "SECRET_LITERAL";
    public const string UnknownSyntax = "UNKNOWN_SYNTAX";

    // Schemas
    public const string SchemaNotObject = "SCHEMA_NOT_OBJECT";
    public const string SchemaKeyword = "SCHEMA_KEYWORD";
    public const string SchemaRef = "SCHEMA_REF";
    public const string SchemaRegex = "SCHEMA_REGEX";
    public const string SchemaSize = "SCHEMA_SIZE";
    public const string NoResultSchema = "NO_RESULT_SCHEMA";

    // Steps and how they hang together
    public const string NoSteps = "NO_STEPS";
    public const string TooManySteps = "TOO_MANY_STEPS";
    public const string TooManyEdges = "TOO_MANY_EDGES";
    public const string DuplicateStepName = "DUPLICATE_STEP_NAME";
    public const string DuplicateDependency = "DUPLICATE_DEPENDENCY";
    public const string SelfDependency = "SELF_DEPENDENCY";
    public const string MissingDependency = "MISSING_DEP_REF";
    public const string CycleDetected = "CYCLE_DETECTED";
    public const string OrphanStep = "ORPHAN_STEP";
    public const string DecisionWithoutDependency = "DECISION_WITHOUT_DEPENDENCY";
    public const string DecisionWithoutBranches = "DECISION_WITHOUT_BRANCHES";
    public const string ConvergenceWithoutDependency = "CONVERGENCE_WITHOUT_DEPENDENCY";
    public const string BatchConfigMissing = "BATCH_CONFIG_MISSING";
    public const string BatchConfigUnused = "BATCH_CONFIG_UNUSED";
    public const string WorkerTemplateMissing = "WORKER_TEMPLATE_MISSING";
    public const string WorkerWithoutBatch = "WORKER_WITHOUT_BATCH";
    public const string UnknownStep = "UNKNOWN_STEP";
#pragma warning restore CS1591
}
