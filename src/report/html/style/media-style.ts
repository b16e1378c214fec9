/** Narrow windows and paper. */
export const MEDIA_STYLE: string = `
@media (max-width:1327px){
.first{grid-template-columns:minmax(0,1fr) minmax(280px,404px);gap:0 36px}
}
@media (max-width:1000px){
.page{padding:0 16px 32px}
.first{grid-template-columns:minmax(0,1fr)}
.aside{padding-top:24px}
.causes.alone .cause{display:block}
.table table{width:max-content}
h1{font-size:30px}
}
@media (max-width:640px){
h1{font-size:26px}
.properties,.properties tbody,.properties tr,.properties td,.properties th{display:block}
.properties thead{display:none}
.properties tbody tr.row{display:flex;flex-wrap:wrap;gap:0 10px;align-items:baseline;padding:7px 0;border-bottom:1px solid var(--hair)}
.properties tr.row th{flex:1 0 70%}
.properties tr.row td:nth-last-child(2){display:none}
.properties tr.row td:nth-last-child(3){min-width:150px}
.properties tr.witness{padding:0 0 7px;border-bottom:1px solid var(--hair)}
.properties tbody tr.row.told{border:0;padding-bottom:0}
.properties tbody tr.row:not(.told)>*,.properties tr.witness>*,.properties tr.told>td[rowspan]{border:0}
.properties th,.properties td,.properties td:first-child,.properties td:nth-last-child(2){padding:1px 0;width:auto}
}
@page{size:A4 landscape;margin:10mm}
@media print{
/* As on a screen of 1300 pixels, four fifths as large. */
.page{max-width:none;padding:0;zoom:.8}
nav.sections,.skip,.tools,.live-bar,.readout,.move input,footer{display:none}
header.top{padding-top:0}
section{break-inside:avoid-page;margin-top:20px}
section#data,section#why,.first{break-inside:auto}
.cause,tr,svg,.chart{break-inside:avoid}
.scroll,.table{overflow:visible;max-height:none}
.chart svg,.gauge svg{width:100%;height:auto}
.first{grid-template-columns:minmax(0,820px) minmax(0,404px);gap:0 56px}
h1{font-size:34px}
details::details-content{content-visibility:visible;height:auto}
details.whole::details-content{content-visibility:hidden}
details{break-inside:auto}
${cut("section:not(#data) .table", 14)}
${cut("#data .table", 25)}
h2,h3,summary,.answer{break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

/** Paper has the first rows of a long table; the file has them all. */
function cut(table: string, rows: number): string {
  const next = `${table} tbody tr:nth-child(${rows + 1})`;
  return `${table} tbody tr:nth-child(n+${rows + 1}){display:none}
${next}{display:table-row;color:transparent}
${next} td:first-child::before{content:"… and more, in the file";color:var(--ink3)}
${next} *{color:transparent;white-space:nowrap}`;
}
