import type { RuleGroup } from "./rule.ts";

/** The keys, M1 to M3. */
export const MAP_RULES: RuleGroup = {
  title: "The ConfigMap of a hand-over",
  about: "`<name>-configmap`: its keys, and who writes them when.",
  rules: [
    {
      id: "is-first-deployment",
      says: "true, false: the controller writes it; true means T = 0.",
    },
    {
      id: "active-deployment-type",
      says:
        "BLUE, GREEN: the incoming colour from the start of a transition on; V3's writes are " +
        "guarded by it.",
    },
    {
      id: "deployment-deletion-delay-ms",
      says: "D, as an offset of T in event time.",
    },
    {
      id: "stage",
      says:
        "INITIALIZING, TRANSITIONING, RUNNING, FAILING by the controller, CLEAR_TO_TEARDOWN by a " +
        "gate.",
      spellings: ["CLEAR_TO_TEARDOWN"],
    },
    {
      id: "watermark-stage",
      says: "WATERMARK_NOT_SET (absent), WAITING_FOR_WATERMARK, WATERMARK_SET: gates write it.",
    },
    {
      id: "watermark-toggle-value",
      says: "T, epoch milliseconds; it stays until the next transition or abort.",
    },
    {
      id: "M1",
      says:
        "Order of a transition: savepoint, map replaced (outgoing gates are STANDBY from then), " +
        "incoming job created, ready → TRANSITIONING, WAITING, T, CLEAR, teardown, RUNNING.",
    },
    {
      id: "M2",
      says:
        "Gates write with the version they read; the controller replaces the map or patches one " +
        "entry without any version.",
      except: "V1's single-entry update of a cached object, which can bring old entries back",
    },
    {
      id: "M3",
      says:
        "From a wish to write to the other gate's knowledge: 500 ms, the next record, the API, " +
        "the watch; the controller polls every 15 s.",
      corrected:
        "the 500 ms are a phase that earlier records armed: WAITING to T took 40 to 1000 ms",
      except: "gauges are read at once; Flink's metric fetcher takes up to 10 s",
    },
  ],
};
