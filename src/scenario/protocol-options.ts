import type { HandoverOptions } from "../model/options.ts";
import type { Given, HandoverFile, ProtocolFile } from "./scenario-file.ts";
import type { Take } from "./settings.ts";

type ProtocolOptions = HandoverOptions["protocol"];

/** Long.MIN_VALUE, as the model has it: no such guard. */
const MIN_WATERMARK = -(2 ** 63);
/** How far above what gates or metrics show a cut is put, event time. */
const MARGIN = { "controller-watermark": 5_000, "acknowledged-watermark": 1_000 } as const;
/** How late a record may be and still leave through the outgoing job, event time. */
const LATENESS = 60_000;

/** The protocol of a hand-over with its settings; its times of event time count from the run's epoch. */
export function protocolOptions(
  given: HandoverFile["protocol"],
  epochMillis: number,
  take: Take,
): ProtocolOptions {
  const file: Given<ProtocolFile> = typeof given === "string" ? { name: given } : (given ?? {});
  const name = take("protocol", file.name, "watermark-gate-v3");
  switch (name) {
    case "basic":
    case "stop-with-savepoint":
    case "offset-cut":
    case "checkpoint-cut":
      return { name };
    case "watermark-gate-v1":
    case "watermark-gate-v2":
    case "watermark-gate-v3":
      return {
        name,
        writeDelayMillis: take("protocol.write-delay", file["write-delay"], 500),
        idleDoneMillis: take("protocol.idle-done", file["idle-done"], 30_000),
      };
    case "controller-watermark":
    case "acknowledged-watermark":
      return {
        name,
        marginMillis: take("protocol.margin", file.margin, MARGIN[name]),
        latenessMillis: take("protocol.lateness", file.lateness, LATENESS),
      };
    case "configured-watermark":
      return configuredOptions(file, epochMillis, take);
  }
}

function configuredOptions(
  file: Given<ProtocolFile>,
  epochMillis: number,
  take: Take,
): ProtocolOptions {
  const name = "configured-watermark";
  const toggleMillis = epochMillis + take("protocol.toggle", file.toggle, 0);
  const by = take<"crossing" | "record-timestamp">("protocol.by", file.by, "crossing");
  if (by === "record-timestamp") {
    const latenessMillis = take("protocol.lateness", file.lateness, LATENESS);
    return { name, toggleMillis, by, latenessMillis };
  }
  const below = take("protocol.not-below", file["not-below"], undefined);
  return {
    name,
    toggleMillis,
    by,
    notBeforeMicros: take("protocol.not-before", file["not-before"], 0),
    notBelowMillis: below === undefined ? MIN_WATERMARK : epochMillis + below,
  };
}
