/** Narrow windows and paper. */
export const MEDIA_STYLE = `
@media (max-width:1327px){
.first{grid-template-columns:minmax(0,1fr) minmax(280px,404px);gap:0 36px}
}
@media (max-width:1000px){
.page{padding:0 16px 32px}
.first{grid-template-columns:minmax(0,1fr)}
.aside{padding-top:24px}
.causes.alone .cause{display:block}
h1{font-size:30px}
}
@media (max-width:640px){
h1{font-size:26px}
.properties,.properties tbody,.properties tr,.properties td,.properties th{display:block}
.properties thead{display:none}
.properties tbody tr{padding:7px 0;border-bottom:1px solid var(--hair)}
.properties tr.told{border:0;padding-bottom:0}
.properties tbody tr.row:not(.told)>*,.properties tr.witness>*,.properties tr.told>td[rowspan]{border:0}
.properties th,.properties td,.properties td:first-child,.properties td:nth-last-child(2){padding:1px 0;width:auto}
}
@page{size:A4 landscape;margin:10mm}
@media print{
.page{max-width:none;padding:0}
nav.sections,.skip,.tools,footer{display:none}
section{break-inside:avoid-page;margin-top:18px}
section#data,section#why{break-inside:auto}
.cause,tr,svg{break-inside:avoid}
.scroll,.table{overflow:visible;max-height:none}
.chart svg,.gauge svg{width:100%;height:auto}
.first{grid-template-columns:minmax(0,2fr) minmax(0,1fr);gap:0 28px}
details::details-content{content-visibility:visible;height:auto}
details{break-inside:auto}
h2,h3,summary,.answer{break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
