/** Text, grid and tables. */
export const PAGE_STYLE = `
*{box-sizing:border-box}
html{scroll-padding-top:16px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:14px/1.5 Inter,system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
.page{max-width:1328px;margin:0 auto;padding:0 24px 40px}
a{color:inherit;text-decoration-color:var(--ink3);text-underline-offset:3px}
a:hover{text-decoration-color:var(--ink)}
:focus-visible{outline:2px solid var(--ink);outline-offset:2px;border-radius:2px}
:target{background:var(--panel)}
section:target,main:target{background:none}
code,.replay{font:12px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.unseen,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:focus{position:absolute;left:24px;top:8px;background:var(--page);padding:4px 10px;z-index:3}
header.top{display:flex;flex-wrap:wrap;gap:0 16px;align-items:baseline;justify-content:space-between;padding:20px 0 9px;border-bottom:1px solid var(--rule)}
header.top p{margin:0}
header.top .what{font-size:15px;overflow-wrap:anywhere}
header.top .what b{font-weight:650;margin-right:6px}
header.top .run{font:11.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;color:var(--ink2)}
nav.sections{display:flex;flex-wrap:wrap;gap:0 22px;align-items:center;padding:6px 0;border-bottom:1px solid var(--hair);font-size:13px}
nav.sections a{color:var(--ink2);text-decoration:none;padding:3px 0}
nav.sections a:hover{color:var(--ink);text-decoration:underline}
nav.sections .spacer{flex:1}
section{padding:0 0 4px;margin:34px 0 0;border-top:1px solid var(--hair)}
section.first{border:0;margin:0}
h2{font-size:21px;line-height:1.3;font-weight:660;letter-spacing:-.01em;margin:26px 0 0}
h2 .number{color:var(--ink3);font-weight:400;margin-right:4px}
h3{font-size:15px;font-weight:650;margin:18px 0 6px}
.answer{margin:4px 0 14px;color:var(--ink2);max-width:1000px}
.note{color:var(--ink3);font-size:12.5px;margin:6px 0}
.dim{color:var(--ink3)}
.strong{font-weight:650}
.bad{color:var(--lost-text)}
.twice{color:var(--duplicate-text)}
.job-blue{color:var(--blue-text);font-weight:550}
.job-green{color:var(--green-text);font-weight:550}
.scroll{overflow-x:auto}
details{margin:8px 0}
summary{cursor:pointer;color:var(--ink2);font-size:13px;width:fit-content}
summary:hover{color:var(--ink)}
table{border-collapse:collapse;width:100%;font-size:13px}
.table{max-height:560px;overflow:auto;margin:8px 0}
.table table{width:auto;min-width:50%}
th{font-weight:550;color:var(--ink2);text-align:left;white-space:nowrap}
.table th,.table td{padding:4px 18px 4px 0;border-bottom:1px solid var(--hair);vertical-align:top}
.table th{position:sticky;top:0;background:var(--page)}
.n{text-align:right}
.table td.n{white-space:nowrap}
.table td{max-width:520px;overflow-wrap:break-word}
ol.events{margin:6px 0;padding-left:24px;color:var(--ink2)}
.causes{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(560px,100%),620px));gap:24px 40px}
.causes.alone{display:block}
.causes.alone .cause{display:grid;grid-template-columns:minmax(0,620px) minmax(0,1fr);gap:8px 48px;align-items:start}
.cause{min-width:0}
.cause p{margin:4px 0}
.because strong{font-weight:600}
footer{display:flex;flex-wrap:wrap;gap:4px 24px;justify-content:space-between;margin-top:40px;padding-top:12px;border-top:1px solid var(--rule);color:var(--ink3);font-size:12.5px}
footer p{margin:0}
.is-zoomed .of-focus{display:none}
.tools{display:flex;gap:8px;align-items:center}
.tools button,.live button,dialog button{font:inherit;font-size:12.5px;color:var(--ink2);background:none;border:1px solid var(--rule);border-radius:3px;padding:2px 9px;cursor:pointer}
.tools button:hover,.live button:hover{color:var(--ink);border-color:var(--ink3)}
input[type=search]{font:inherit;font-size:12.5px;color:var(--ink);background:var(--page);border:1px solid var(--rule);border-radius:3px;padding:2px 8px;width:164px}
input::placeholder{color:var(--ink3);opacity:1}
.cursor{stroke:var(--ink);stroke-width:1;fill:none;pointer-events:none}
.drag{fill:var(--ink);opacity:.12;pointer-events:none}
[data-chart] svg{cursor:crosshair;touch-action:pan-x pan-y}
.readout{position:absolute;z-index:2;pointer-events:none;background:var(--page);border:1px solid var(--rule);border-radius:3px;padding:4px 9px;font-size:12px;line-height:1.45;white-space:nowrap}
.readout p{margin:0}
.readout p:first-child{font-weight:650}
dialog.help{color:var(--ink);background:var(--page);border:1px solid var(--rule);border-radius:6px;padding:8px 24px 20px;max-width:520px}
dialog.help::backdrop{background:var(--ink);opacity:.35}
dialog.help td{padding:2px 16px 2px 0}
kbd{font:12px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;border:1px solid var(--rule);border-radius:3px;padding:0 5px}
`;
