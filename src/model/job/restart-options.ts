/** C22; delays in microseconds. */
export type RestartOptions =
  | { readonly strategy: "none" }
  | { readonly strategy: "fixed-delay"; readonly attempts: number; readonly delayMicros: number }
  | {
      readonly strategy: "exponential-delay";
      readonly initialMicros: number;
      readonly maxMicros: number;
      readonly multiplier: number;
      readonly jitter: number;
      readonly resetMicros: number;
    }
  | {
      readonly strategy: "failure-rate";
      readonly maxFailures: number;
      readonly intervalMicros: number;
      readonly delayMicros: number;
    };
