namespace Tasker.Runtime.Templates;

/// <summary>What a scalar means under the core schema of YAML 1.2.</summary>
internal enum YamlScalarType
{
    Null,
    Bool,
    Int,
    Float,
    Text,
}
