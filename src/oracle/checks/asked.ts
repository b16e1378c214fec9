import type { PropertyResult } from "../verdict.ts";

/** A property that fails only when the scenario asks for it; else its violations are noted. */
export function asked(result: PropertyResult, isAsked: boolean | undefined): PropertyResult {
  return result.status === "fail" && isAsked !== true ? { ...result, status: "noted" } : result;
}
