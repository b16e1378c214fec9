/** The protocol of a hand-over and its settings; times of event time in epoch milliseconds. */
export type ProtocolOptions =
  | { readonly name: "basic" }
  | {
      readonly name: "watermark-gate-v1" | "watermark-gate-v2" | "watermark-gate-v3";
      readonly writeDelayMillis: number;
      readonly idleDoneMillis: number;
      /**
       * Not published: only the outgoing gate proposes T, only the incoming one says that it waits.
       */
      readonly checksRole?: boolean | undefined;
    }
  | {
      readonly name: "configured-watermark";
      /** The future watermark that both gates know from their configuration, epoch milliseconds. */
      readonly toggleMillis: number;
      readonly by: "crossing";
      /** The outgoing gate does not close before this long after the incoming job's start. */
      readonly notBeforeMicros: number;
      /** … nor below this watermark; MIN_WATERMARK = no such guard. */
      readonly notBelowMillis: number;
    }
  | {
      readonly name: "configured-watermark";
      readonly toggleMillis: number;
      readonly by: "record-timestamp";
      readonly latenessMillis: number;
    }
  | {
      readonly name: "controller-watermark" | "acknowledged-watermark";
      /** How far above what the gates report the cut is put, event time. */
      readonly marginMillis: number;
      /** How late a record may be and still leave through the outgoing job, event time. */
      readonly latenessMillis: number;
    }
  | { readonly name: "stop-with-savepoint" | "offset-cut" | "checkpoint-cut" };
