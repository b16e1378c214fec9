/** What the table has beyond the style of the report's page. */
export const MATRIX_STYLE = `
.matrix-page{max-width:1328px}
section.whole-table{border:0;margin:0}
.grid{overflow-x:auto;margin:22px 0 0}
.grid table{width:100%;min-width:1010px;font-size:12.5px;border-collapse:separate;border-spacing:0}
.grid th,.grid td{padding:0;border:0;white-space:nowrap}
.grid thead th{font-weight:550;color:var(--ink);text-align:center;vertical-align:bottom;padding:3px 2px 6px;border-bottom:1px solid var(--rule)}
.grid thead tr.groups th{font-weight:400;color:var(--ink3);font-size:11.5px;border-bottom:0;padding-bottom:0}
.grid thead tr.groups th+th{border-left:8px solid var(--page)}
.grid thead tr.groups span{display:block;border-bottom:1px solid var(--rule);padding-bottom:3px}
.grid thead a{text-decoration:none}
.grid tbody th{font-weight:400;color:var(--ink);position:sticky;left:0;background:var(--page);z-index:1;padding:0 14px 0 0;white-space:normal;min-width:230px;line-height:1.25}
.grid tbody th a{text-decoration:none}
.grid tbody th a:hover{text-decoration:underline}
.grid tr.theme th{padding:16px 0 4px;color:var(--ink);font-weight:650;font-size:13px}
.grid tbody td{width:6.4%;height:25px;padding:1px;text-align:center}
.grid .cell{display:block;height:23px;line-height:23px;border-radius:3px;text-decoration:none;font-size:11.5px;color:var(--ink)}
.grid .cell:hover{outline:1px solid var(--ink);outline-offset:-1px}
.grid .pass{background:var(--panel)}
.grid .back{background:var(--panel);color:var(--ink2)}
.grid .gap{background:var(--lost);color:var(--on-lost);font-weight:600}
.grid .duplicate{background:var(--duplicate-text);color:var(--on-duplicate);font-weight:600}
.grid .wrong{background:var(--lost-tint);color:var(--lost-text);font-weight:600;box-shadow:inset 0 0 0 1px var(--lost)}
.grid .stall{box-shadow:inset 0 0 0 1px var(--idle);color:var(--ink);font-weight:550;background:repeating-linear-gradient(-45deg,transparent 0 4px,var(--grid) 4px 6px)}
.grid .inconclusive{color:var(--ink2);box-shadow:inset 0 0 0 1px var(--hair)}
.grid .na{color:var(--ink3)}
.grid .some::after{content:"·";margin-left:2px}
.grid tfoot td,.grid tfoot th{padding:10px 1px 0;text-align:center;font-weight:650}
.grid tfoot th{text-align:left;position:sticky;left:0;background:var(--page)}
.grid .bar{display:block;height:4px;margin:5px 4px 0;background:var(--hair);border-radius:2px;overflow:hidden}
.grid .bar i{display:block;height:4px;background:var(--ink)}
.legend{display:flex;flex-wrap:wrap;gap:4px 22px;margin:14px 0 0;padding:0;list-style:none;color:var(--ink2);font-size:12.5px}
.legend .cell{display:inline-block;min-width:44px;padding:0 6px;margin-right:6px;text-align:center}
.hazard{border-top:1px solid var(--hair);padding:12px 0 4px}
.hazard h3{margin:0}
.hazard p{margin:2px 0 8px;color:var(--ink2)}
.hazard table{table-layout:fixed}
.hazard td{padding:3px 14px 3px 0;vertical-align:top;border-top:1px solid var(--hair);overflow-wrap:anywhere}
.hazard td.grid{width:76px;margin:0;overflow:visible}
.hazard td.way{width:270px}
.hazard .cell{width:58px;text-align:center}
.hazard code{color:var(--ink2)}
@media (max-width:700px){.hazard td.way{width:130px}}
@media print{.grid{overflow:visible}.grid tbody th,.grid tfoot th{position:static}.hazard{break-inside:avoid}}
`;
