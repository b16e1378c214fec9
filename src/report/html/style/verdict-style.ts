/** The first screen. */
export const VERDICT_STYLE = `
.first{display:grid;grid-template-columns:minmax(0,820px) minmax(0,404px);gap:0 56px;align-items:start}
.status{margin:20px 0 0;display:flex;gap:12px;align-items:center}
.status .note{margin:0}
.chip{display:inline-block;font-size:11px;line-height:18px;font-weight:650;letter-spacing:.03em;padding:0 7px;border-radius:3px;border:1px solid var(--rule);color:var(--ink);white-space:nowrap}
.chip.big{font-size:12px;line-height:20px;padding:0 9px}
.chip.fail{background:var(--lost);border-color:var(--lost);color:var(--on-lost)}
.chip.big.pass{background:var(--ink);border-color:var(--ink);color:var(--page)}
.chip.inconclusive{border:1.5px dashed var(--ink2)}
.chip.noted{color:var(--ink2)}
h1{font-size:38px;line-height:1.14;font-weight:680;letter-spacing:-.022em;margin:9px 0 0;overflow-wrap:anywhere}
.lead{font-size:15px;line-height:1.5;margin:8px 0 10px;color:var(--ink2);max-width:780px;overflow-wrap:anywhere}
.lead a{white-space:nowrap;color:var(--ink)}
.gauge{margin:0 -8px}
.properties{margin-top:4px}
.properties th,.properties td{padding:4px 10px 4px 0;vertical-align:middle}
.properties thead th{font-size:12.5px;border-bottom:1px solid var(--hair);padding-bottom:5px;font-weight:400}
.properties tbody tr.row:not(.told)>*,.properties tr.witness>*,.properties tr.told>td[rowspan]{border-bottom:1px solid var(--hair)}
.properties tbody th{color:var(--ink);font-weight:600;white-space:normal}
.properties td:first-child{width:72px}
.properties tr.told>*{padding-bottom:0}
.properties tr.told>td[rowspan]{vertical-align:top;padding-top:6px}
.properties tr.witness td{padding-top:0;color:var(--ink2);font-size:12.5px;line-height:1.45;overflow-wrap:anywhere}
.properties tr.row td:nth-last-child(3){white-space:nowrap}
.properties td:nth-last-child(2){width:130px}
.properties tr.row td:last-child{line-height:1.3;width:230px;padding-right:0}
.properties b{font-weight:650}
.properties .dim{font-size:12.5px}
svg.margin{display:block}
.aside{padding-top:10px}
h2.small{font-size:13px;font-weight:650;letter-spacing:0;margin:18px 0 0;padding-bottom:7px;border-bottom:1px solid var(--rule)}
.advice{list-style:none;margin:0;padding:0;counter-reset:advice}
.advice li{counter-increment:advice;position:relative;padding:8px 0 8px 22px;border-bottom:1px solid var(--hair);font-size:13px;line-height:1.45}
.advice li::before{content:counter(advice);position:absolute;left:2px;color:var(--ink3)}
.advice b{display:block;font-weight:650}
.advice span{color:var(--ink2);font-size:12.5px}
.settings{margin:0;font-size:13px}
.settings>div{display:flex;gap:12px;justify-content:space-between;align-items:center;border-bottom:1px solid var(--hair);min-height:27px}
.settings dt{color:var(--ink2)}
.settings dd{margin:0;font-weight:600;text-align:right;overflow-wrap:anywhere}
.set{color:var(--ink)}
.settings>div[hidden]{display:none}
.move{display:grid;grid-template-columns:166px 1fr 84px;gap:12px;align-items:center;border-bottom:1px solid var(--hair);min-height:29px;font-size:13px}
.move label{color:var(--ink2)}
.move output,.move select{font:inherit;font-weight:600;text-align:right;color:var(--ink)}
.move select{grid-column:2/4;justify-self:end;background:var(--page);border:1px solid var(--rule);border-radius:3px;padding:1px 4px}
.move input{width:100%;accent-color:var(--ink);margin:0}
.move.moved label::after{content:" moved";color:var(--ink);font-weight:600}
.is-live [data-part=advice]::before{content:"For the run as reported:";font-size:12.5px;color:var(--ink2)}
.live-bar{position:fixed;z-index:2;left:16px;right:16px;bottom:14px;margin:auto;width:fit-content;max-width:1100px;background:var(--ink);color:var(--page);border-radius:5px;padding:8px 16px;font-size:13px}
.live-bar[hidden]{display:none}
.is-live .replay{display:none}
.live-bar .dim{color:inherit;opacity:.75}
.live-bar button{font:inherit;color:inherit;background:none;border:1px solid currentColor;border-radius:3px;padding:1px 9px;margin-left:6px;cursor:pointer}
.replay{background:var(--panel);padding:7px 12px;border-radius:3px;margin:10px 0 0;overflow-x:auto}
.replay code span{display:inline-block;overflow-wrap:anywhere}
`;
