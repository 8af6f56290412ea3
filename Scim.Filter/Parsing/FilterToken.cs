using Superpower.Display;

namespace Scim.Filter.Parsing;

/// <summary>The tokens of a filter. Category and description are what the reader of an error sees.</summary>
internal enum FilterToken
{
    None,

    [Token(Category = "attribute name", Description = "attribute name")]
    AttrPath,

    [Token(Category = "sub-attribute", Description = "sub-attribute")]
    SubAttr,

    [Token(Category = "operator", Example = "pr")]
    Pr,

    [Token(Category = "comparison operator", Description = "comparison operator")]
    CompareOp,

    [Token(Category = "string", Description = "string")]
    String,

    [Token(Category = "number", Description = "number")]
    Number,

    [Token(Category = "boolean", Description = "boolean")]
    Boolean,

    [Token(Category = "null", Example = "null")]
    Null,

    [Token(Category = "word", Description = "word")]
    Word,

    [Token(Category = "keyword", Example = "and")]
    And,

    [Token(Category = "keyword", Example = "or")]
    Or,

    [Token(Category = "keyword", Example = "not")]
    Not,

    [Token(Example = "(")]
    LParen,

    [Token(Example = ")")]
    RParen,

    [Token(Example = "[")]
    LBracket,

    [Token(Example = "]")]
    RBracket,
}
