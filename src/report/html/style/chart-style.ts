/** Drawings: marks by what they are, colours by job or outcome. */
export const CHART_STYLE = `
svg{display:block;font-family:Inter,system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
svg text{font-size:12px;unicode-bidi:isolate}
svg text[font-size="10"]{font-size:10px}
svg text[font-size="11"]{font-size:11px}
svg text[font-size="11.5"]{font-size:11.5px}
.faded{opacity:.2}.is-scripted [data-subtask]{cursor:pointer}
.is-scripted [data-subtask]:hover{text-decoration:underline}
.bold{font-weight:600}
svg .mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.t-ink{fill:var(--ink)}.t-ink2{fill:var(--ink2)}.t-ink3{fill:var(--ink3)}
.t-blue{fill:var(--blue-text)}.t-green{fill:var(--green-text)}
.t-lost{fill:var(--lost-text)}.t-duplicate{fill:var(--duplicate-text)}
.halo{paint-order:stroke;stroke:var(--page);stroke-width:4px;stroke-linejoin:round}
.grid{stroke:var(--grid);fill:none}
.hair{stroke:var(--hair);fill:none}
.rule,.axis{stroke:var(--rule);fill:none}
.panel{fill:var(--panel)}
.line{fill:none;stroke-width:1.1;opacity:.75}
.line.decisive{stroke-width:2.4;opacity:1}
.line.blue{stroke:var(--blue)}.line.green{stroke:var(--green)}
.band{opacity:.55}.band.blue{fill:var(--blue-tint)}.band.green{fill:var(--green-tint)}
.toggle{stroke:var(--ink);stroke-width:2;fill:none}
.arrow{stroke:var(--ink);stroke-width:1.4;fill:none}
.ideal{stroke:var(--ink3);stroke-dasharray:1.5 3.5;fill:none}
.blind{fill:var(--lost-tint)}
.learned{stroke:var(--lost);stroke-width:1.4;stroke-dasharray:4 3;fill:none}
.mark{stroke:var(--page);stroke-width:1;paint-order:stroke}
.mark.blue{fill:var(--blue)}.mark.green{fill:var(--green)}
.lost-ring,.lost-core,.lost-dot,.twice-dot,.largest{fill:none;stroke-linecap:round}
.lost-ring{stroke:var(--lost);stroke-width:11.4}.lost-core{stroke:var(--page);stroke-width:8.4}.lost-cross{stroke:var(--lost);stroke-width:1.4;fill:none}
.lost-tick{stroke:var(--lost);stroke-width:1.2;fill:none}.lost-dot{stroke:var(--lost);stroke-width:3.4}.twice-dot{stroke:var(--duplicate);stroke-width:3.4}
.twice-mark{fill:var(--duplicate);stroke:var(--page);stroke-width:1;paint-order:stroke}
.twice-tie{stroke:var(--duplicate);stroke-width:1.6;fill:none}
.gate-open.blue,.cell.blue,.txn.blue,.area.blue{fill:var(--blue-tint)}
.gate-open.green,.cell.green,.txn.green,.area.green{fill:var(--green-tint)}
.gate-filtering.blue{fill:url(#hatch-blue)}.gate-filtering.green{fill:url(#hatch-green)}
.gate-mixed.blue{fill:url(#cross-blue)}.gate-mixed.green{fill:url(#cross-green)}
.gate-closed{stroke:var(--ink3);stroke-dasharray:1 3;fill:none}
.tick{stroke-width:1.6;fill:none}.tick.blue{stroke:var(--blue)}.tick.green{stroke:var(--green-text)}
.dense1.blue,.dense2.blue,.dense3.blue,.dense4.blue{fill:var(--blue)}
.dense1.green,.dense2.green,.dense3.green,.dense4.green{fill:var(--green-text)}
.dense1{opacity:.25}.dense2{opacity:.45}.dense3{opacity:.7}.dense4{opacity:1}
.barrier{stroke:var(--ink2);stroke-width:1.2;stroke-dasharray:2 2;fill:none}
.idle{fill:url(#hatch-idle)}
.write{fill:var(--page);stroke:var(--ink);stroke-width:1.4}
.write-toggle{fill:var(--ink)}
.message{stroke:var(--ink3);fill:none}
.message.plain{stroke:var(--ink);stroke-width:1.3}
.message.slow{stroke:var(--lost);stroke-width:1.8}
.lifeline{stroke:var(--rule);stroke-width:1.5;fill:none}
.lifeline.blue{stroke:var(--blue-mid)}.lifeline.green{stroke:var(--green-mid)}
.cell-lost{fill:var(--lost)}.cell-twice{fill:var(--duplicate)}
.cell-mark{fill:none;stroke:var(--ink);stroke-width:2;pointer-events:none}.can-open{cursor:pointer}
.cell-pending{fill:url(#hatch-idle)}
.late-row{fill:var(--ink2)}
.on-lost{fill:var(--on-lost)}.on-twice{fill:var(--on-duplicate)}
.pre.blue{fill:var(--blue)}.pre.green{fill:var(--green)}
.abort{stroke:var(--lost);stroke-width:2;fill:none}
.deadline{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:2 2;fill:none}
.deadline.past{stroke:var(--lost);stroke-dasharray:none;stroke-width:2}
.lingering{fill:url(#hatch-lost)}
.phase{fill:var(--panel)}
.area.blue{fill:var(--blue-mid)}.area.green{fill:var(--green-mid)}
.latency{fill:var(--hair);stroke:var(--ink3);stroke-width:.8}
.largest{stroke:var(--ink2);stroke-width:2.8}
.zone-fails{fill:var(--lost-tint);stroke:var(--page)}
.zone-other{fill:url(#hatch-idle);stroke:var(--rule)}
.zone-word{fill:var(--page)}
.zone-holds{fill:var(--panel);stroke:var(--page)}
.used{fill:var(--ink)}.used-line{stroke:var(--ink);stroke-width:2;fill:none}
.wanted{fill:var(--page);stroke:var(--ink);stroke-width:1.2}
.wanted-line{stroke:var(--ink);stroke-width:1.4;stroke-dasharray:3 3;fill:none}
.bracket{stroke:var(--ink2);stroke-width:1.4;fill:none}
.bracket-bad{stroke:var(--lost);stroke-width:1.6;fill:none}
.m-bad{fill:var(--lost)}.m-good{fill:var(--idle)}.zero{stroke:var(--ink);stroke-width:1.2;fill:none}
.defs{position:absolute;width:0;height:0}
.h-blue{stroke:var(--blue-mid)}.h-green{stroke:var(--green-mid)}.h-idle{stroke:var(--rule)}.h-lost{stroke:var(--lost)}
`;
