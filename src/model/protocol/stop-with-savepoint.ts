import { StopController } from "../controller/stop-controller.ts";
import { openGate } from "./open-gate.ts";
import type { HandoverProtocol } from "./protocol.ts";

/**
 * `stop-with-savepoint`: the outgoing job is stopped with a savepoint and commits; the incoming one
 * starts from it. No gate, never two writers; the pause is the price: savepoint + what passes until
 * the operator sees it + start-up + the incoming job's catching up and first checkpoint.
 *
 * Needs a savepoint directory. Works for every graph and every sink that commits with checkpoints.
 * Cannot survive a task of the outgoing job that fails between the savepoint's completion and FINISHED:
 * Flink restarts it from the checkpoint before, and what some sinks have committed comes again (C26).
 * Can be taken back until the incoming job has been RUNNING, then only forward. Whoever is to go on
 * and has failed for good is redeployed where its output ends: without that a hand-over that is
 * taken back leaves nobody to write (F7).
 */
export const stopWithSavepoint: HandoverProtocol = {
  name: "stop-with-savepoint",
  usesGate: false,
  createGate: openGate,
  createController: (host, settings) => new StopController(host, settings, { hasShadow: false }),
};
