import type { RuleGroup } from "./rule.ts";

/** K1 to K12. */
export const KUBERNETES_RULES: RuleGroup = {
  title: "Kubernetes",
  about: "API server, watches and the operator.",
  rules: [
    {
      id: "K1",
      impact: "MED",
      says:
        "A request to the API server takes its time: p99 at most 1 s by its service level, " +
        "usually far less.",
    },
    {
      id: "K2",
      impact: "HIGH",
      says: "A watch delivers late, without any promise, each watcher by itself.",
    },
    {
      id: "K3",
      impact: "HIGH",
      says:
        "A broken watch lists again: between break and list nothing is seen, and then the newest " +
        "state alone.",
      except: "bookmarks; 410 Gone is a break like any other",
    },
    {
      id: "K4",
      impact: "MED",
      says: "A list again may deliver what is known already: handlers must bear it.",
      except: "an informer that dies in silence",
    },
    {
      id: "K5",
      impact: "HIGH",
      says:
        "A PUT with a stale resourceVersion is a 409 and changes nothing; a PATCH without one " +
        "always wins. A watch delivers in version order.",
    },
    {
      id: "K6",
      impact: "HIGH",
      says: "An informer's cache lags, also behind one's own writes.",
    },
    {
      id: "K7",
      impact: "HIGH",
      says: "A mounted ConfigMap changes up to a minute or two later.",
      notModelled: "gates of every published generation read the API (K8)",
    },
    {
      id: "K8",
      impact: "MED",
      says:
        "Only reading the API in the pod reacts at watch speed: each gate subtask has a client " +
        "and an informer of its own.",
    },
    {
      id: "K9",
      impact: "LOW",
      says: "A ConfigMap holds 1 MiB.",
      notModelled: "this one holds six short entries",
    },
    {
      id: "K10",
      impact: "MED",
      says: "A new leader follows a silent death after 15 to 20 s; a paused one may act on meanwhile.",
      except: "two leaders at once, which take a clock that stops or jumps",
    },
    {
      id: "K11",
      impact: "MED",
      says:
        "From a deployment to its tasks RUNNING takes seconds to minutes: pod, image, JVM, slots, " +
        "restore.",
      except: "one latency stands for all of it",
    },
    {
      id: "K12",
      impact: "HIGH",
      says:
        "The blue/green controller savepoints without stopping, starts the other colour, takes " +
        "RUNNING + STABLE for ready, waits the deletion delay, then deletes; whether the deleted " +
        "job could abort its transactions is a race.",
      except: "the race is a choice of the scenario: graceful or kill",
    },
  ],
};
