namespace Tasker.Runtime.Templates;

/// <summary>The stable names of all kinds of template problem. They are explained in docs/templates.md.</summary>
public static class ProblemCodes
{
    // The text
    /// <summary>More than 256 KiB, or settings for ALL that come to more than 4 MiB over all steps. Severity: error.</summary>
    public const string TooLarge = "TOO_LARGE";

    /// <summary>Nested deeper than 32. Severity: error.</summary>
    public const string TooDeep = "TOO_DEEP";

    /// <summary>More than 20,000 parts. Severity: error.</summary>
    public const string TooManyNodes = "TOO_MANY_NODES";

    /// <summary>Not UTF-8, or characters that cannot be stored. Severity: error.</summary>
    public const string Encoding = "ENCODING";

    /// <summary>Not YAML. Severity: error.</summary>
    public const string Syntax = "SYNTAX";

    /// <summary>An anchor, alias or merge key. Severity: error.</summary>
    public const string AliasNotAllowed = "ALIAS_NOT_ALLOWED";

    /// <summary>A tag such as !!str. Severity: error.</summary>
    public const string TagNotAllowed = "TAG_NOT_ALLOWED";

    /// <summary>A second document. Severity: error.</summary>
    public const string OneDocument = "ONE_DOCUMENT";

    /// <summary>The same key twice, or both of its spellings. Severity: error.</summary>
    public const string DuplicateKey = "DUPLICATE_KEY";

    // Keys and values
    /// <summary>No such key here; it is ignored. Severity: warning.</summary>
    public const string UnknownKey = "UNKNOWN_KEY";

    /// <summary>A required key has no value. Severity: error.</summary>
    public const string MissingKey = "MISSING_KEY";

    /// <summary>Text where a number belongs, and the like. Severity: error.</summary>
    public const string WrongType = "WRONG_TYPE";

    /// <summary>A number or length outside its range. Severity: error.</summary>
    public const string OutOfRange = "OUT_OF_RANGE";

    /// <summary>Not one of the words allowed here. Severity: error.</summary>
    public const string UnknownEnum = "UNKNOWN_ENUM";

    /// <summary>Not a name. Severity: error.</summary>
    public const string BadName = "BAD_NAME";

    /// <summary>Not three parts, or a number because the quotes are missing. Severity: error.</summary>
    public const string BadVersion = "BAD_VERSION";

    /// <summary>More than 29 characters. Severity: error.</summary>
    public const string NamespaceTooLong = "NAMESPACE_TOO_LONG";

    /// <summary>A handler without a name. Severity: error.</summary>
    public const string EmptyCallable = "EMPTY_CALLABLE";

    /// <summary>Composition. Severity: error.</summary>
    public const string NotSupported = "NOT_SUPPORTED";

    /// <summary>A setting that looks like a secret. Severity: error.</summary>
    public const string SecretLiteral = "SECRET_LITERAL";

    /// <summary>An expression that nobody will expand. Severity: warning.</summary>
    public const string UnknownSyntax = "UNKNOWN_SYNTAX";

    // Schemas
    /// <summary>Not a schema, or one that no object fits (a warning for results). Severity: error, warning.</summary>
    public const string SchemaNotObject = "SCHEMA_NOT_OBJECT";

    /// <summary>A keyword with a wrong value, or one that is not supported. Severity: error.</summary>
    public const string SchemaKeyword = "SCHEMA_KEYWORD";

    /// <summary>A reference that leads nowhere or out of the schema. Severity: error.</summary>
    public const string SchemaRef = "SCHEMA_REF";

    /// <summary>A pattern that is wrong, too long or too costly. Severity: error.</summary>
    public const string SchemaRegex = "SCHEMA_REGEX";

    /// <summary>More than 256 KiB or 200 patterns. Severity: error.</summary>
    public const string SchemaSize = "SCHEMA_SIZE";

    /// <summary>Results of the step are not checked. Severity: info.</summary>
    public const string NoResultSchema = "NO_RESULT_SCHEMA";

    // Steps and how they hang together
    /// <summary>There is not a single step. Severity: error.</summary>
    public const string NoSteps = "NO_STEPS";

    /// <summary>More steps or dependencies than allowed. Severity: error.</summary>
    public const string TooManySteps = "TOO_MANY_STEPS";

    /// <summary>More steps or dependencies than allowed. Severity: error.</summary>
    public const string TooManyEdges = "TOO_MANY_EDGES";

    /// <summary>Two steps, or two changes in one environment, with one name. Severity: error.</summary>
    public const string DuplicateStepName = "DUPLICATE_STEP_NAME";

    /// <summary>Listed twice, counts once. Severity: warning.</summary>
    public const string DuplicateDependency = "DUPLICATE_DEPENDENCY";

    /// <summary>A step that waits for itself. Severity: error.</summary>
    public const string SelfDependency = "SELF_DEPENDENCY";

    /// <summary>A dependency that is no step. Severity: error.</summary>
    public const string MissingDependency = "MISSING_DEP_REF";

    /// <summary>Steps that wait for each other, with the whole path; every step on a cycle is on one that is listed (up to 100 cycles). Severity: error.</summary>
    public const string CycleDetected = "CYCLE_DETECTED";

    /// <summary>No dependency leads to or from the step. Severity: warning.</summary>
    public const string OrphanStep = "ORPHAN_STEP";

    /// <summary>Nothing to decide on. Severity: error.</summary>
    public const string DecisionWithoutDependency = "DECISION_WITHOUT_DEPENDENCY";

    /// <summary>Nothing to choose from. Severity: warning.</summary>
    public const string DecisionWithoutBranches = "DECISION_WITHOUT_BRANCHES";

    /// <summary>Nothing to join. Severity: error.</summary>
    public const string ConvergenceWithoutDependency = "CONVERGENCE_WITHOUT_DEPENDENCY";

    /// <summary>Neither the batchable step nor its worker has a batch_config. Severity: error.</summary>
    public const string BatchConfigMissing = "BATCH_CONFIG_MISSING";

    /// <summary>A batch_config on a step of another type. Severity: warning.</summary>
    public const string BatchConfigUnused = "BATCH_CONFIG_UNUSED";

    /// <summary>No batch_worker step of that name, or no name where one is needed. Severity: error.</summary>
    public const string WorkerTemplateMissing = "WORKER_TEMPLATE_MISSING";

    /// <summary>A batch_worker that depends on no batchable step. Severity: error.</summary>
    public const string WorkerWithoutBatch = "WORKER_WITHOUT_BATCH";

    /// <summary>An environment changes a step that does not exist. Severity: error.</summary>
    public const string UnknownStep = "UNKNOWN_STEP";
}
