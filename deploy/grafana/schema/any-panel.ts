// For versions of which no types of panels are published.
export type Options = Record<string, unknown>;
export type FieldConfig = Record<string, unknown>;
