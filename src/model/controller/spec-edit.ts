/**
 * What an edit of the spec comes to: a TRANSITION diff replaces the job by another one; a PATCH diff
 * changes the active one in place.
 */
export type SpecEdit = "transition" | "patch";
