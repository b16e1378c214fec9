export const n: number = "text";
export const inferred = [1].map((x) => x);
enum Role {}
export const role: unknown = Role;
