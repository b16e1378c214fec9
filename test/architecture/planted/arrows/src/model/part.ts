export type Model = unknown;
