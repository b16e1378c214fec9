import type { HandoverProtocol } from "../protocol.ts";
import type { ProtocolOptions } from "../protocol-options.ts";

/** A protocol without one of its safety rules. */
export interface Mutant {
  readonly of: ProtocolOptions["name"];
  /** What it does instead, in a line. */
  readonly does: string;
  /** `options` are those of the protocol that it is a mutant of. */
  make(options: ProtocolOptions): HandoverProtocol;
}
