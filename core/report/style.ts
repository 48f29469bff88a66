/** The report's style sheet: a journal's page on paper and screen, light and dark. */
/** The colours, in light and in dark. */
export const palette = `
:root{--ink:#1a1f27;--muted:#5a6472;--rule:#d9dde3;--paper:#fff;--plate:#f7f8fa;--accent:#1f5f8b;--cut:#b3261e;--warn:#8a5a00;--box:#eef3f8;--c1:#d55e00;--c2:#0072b2;--c3:#009e73;--c4:#cc79a7;--c5:#e69f00;--c6:#56b4e9;--c7:#8d7d00;color-scheme:light}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaee;--muted:#a2abb8;--rule:#353c47;--paper:#14171c;--plate:#1a1e25;--accent:#7cb7e0;--cut:#ff8a80;--warn:#e8b45a;--box:#222a35;--c1:#f0803c;--c2:#4ba3e3;--c3:#2fc79a;--c4:#dd9abf;--c5:#f0b53a;--c6:#8cccf2;--c7:#e3d84e;color-scheme:dark}}
`;

export const styleSheet = `${palette}
@media print{:root{--ink:#000;--muted:#444;--rule:#bbb;--paper:#fff;--plate:#fff;--accent:#1f5f8b;--cut:#b3261e;--warn:#6b4500;--box:#f2f5f8;--c1:#d55e00;--c2:#0072b2;--c3:#009e73;--c4:#cc79a7;--c5:#e69f00;--c6:#56b4e9;--c7:#8d7d00;color-scheme:light}body{font-size:9.5pt}main{max-width:none;padding:0}figure,.table tr,.equation,.arm{break-inside:avoid}h2,h3{break-after:avoid}nav{display:none}@page{margin:18mm 16mm}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 "Source Serif 4","Iowan Old Style","Palatino Linotype",Palatino,Georgia,"Times New Roman",serif}
main{max-width:60rem;margin:0 auto;padding:3.5rem 1.5rem 5rem}
h1,h2,h3,nav,.table,.authors,figcaption,svg,.note,.fact,.legend,.kicker{font-family:system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
.kicker{font-size:.75rem;letter-spacing:.09em;text-transform:uppercase;color:var(--accent);margin:0 0 .6rem;font-weight:600}
h1{font-size:2.1rem;line-height:1.18;letter-spacing:-.015em;margin:0 0 .8rem;font-weight:680}
h2{font-size:1.3rem;margin:3rem 0 .9rem;padding-top:.9rem;border-top:1px solid var(--rule);font-weight:650;letter-spacing:-.005em}
h3{font-size:1rem;margin:1.6rem 0 .5rem;font-weight:650}
p{margin:.5rem 0 .9rem;max-width:44rem}
.question{font-size:1.22rem;line-height:1.45;font-style:italic;max-width:44rem}
.authors{color:var(--muted);font-size:.95rem;margin:.2rem 0 0}
nav{font-size:.85rem;margin:1.6rem 0 0;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem}
a{color:var(--accent);text-decoration:none;overflow-wrap:anywhere}a:hover{text-decoration:underline}
.note{font-size:.86rem;color:var(--muted);max-width:48rem}
.banner{border-left:3px solid var(--warn);background:var(--plate);padding:.7rem 1rem;font:.9rem/1.5 system-ui,"Segoe UI",Roboto,sans-serif;margin:1.4rem 0;max-width:none}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(25rem,1fr));gap:1.2rem}
@media (max-width:30rem){.grid{grid-template-columns:1fr}}
figure{margin:0;background:var(--plate);border:1px solid var(--rule);border-radius:8px;padding:.9rem;min-width:0}
figure svg{display:block;width:100%;height:auto}
figure.wide{margin-bottom:1.2rem}
figcaption{font-size:.86rem;line-height:1.45;margin-bottom:.5rem}figcaption b{font-weight:650}
svg.diagram{max-height:30rem}.diagrams{display:grid;gap:1.2rem}.diagrams svg.diagram{max-height:24rem}
ul.lines{margin:.3rem 0 0;padding-left:1.1rem;color:var(--muted)}
.legend{display:flex;flex-wrap:wrap;gap:.4rem 1.3rem;font-size:.86rem;margin:.2rem 0 1rem;align-items:center}
.legend span{display:inline-flex;align-items:center;gap:.45rem}
.legend svg{width:30px;height:10px}
.table{overflow-x:auto;margin:1rem 0 1.4rem}
table{border-collapse:collapse;width:100%;font-size:.86rem;line-height:1.4;border-top:1.5px solid var(--ink);border-bottom:1.5px solid var(--ink)}
caption{text-align:left;padding:0 0 .5rem;color:var(--muted)}caption b{color:var(--ink);font-weight:650}
th,td{padding:.34rem 1.5rem .34rem 0;text-align:left;vertical-align:top;font-weight:400}
thead th{font-weight:650;border-bottom:1px solid var(--ink);vertical-align:bottom}
tbody tr+tr>*{border-top:1px solid var(--rule)}
th:last-child,td:last-child{padding-right:0}thead .numeric{white-space:normal}.dense table{font-size:.78rem}.dense th,.dense td{padding-right:.9rem}tr.group th{font-weight:650;padding-top:.8rem}tr.group th span{font-weight:400;color:var(--muted)}tr.group+tr>*{border-top:0}
tbody+tbody tr.group>*{border-top:1px solid var(--ink)}
.numeric{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td small,th small{color:var(--muted);display:block;font-size:.8rem}
code{font:.86em ui-monospace,"SF Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
.equation{display:grid;grid-template-columns:11rem 1fr;gap:1rem;align-items:center;padding:.55rem 0;border-bottom:1px solid var(--rule)}
.equation>div{overflow-x:auto;overflow-y:hidden;min-width:0}.equation .name{font:.86rem/1.35 system-ui,"Segoe UI",Roboto,sans-serif;color:var(--muted)}
math{font-size:1.06rem}math[display=block]{display:inline math;math-style:normal;margin:0}
@media (max-width:40rem){.equation{grid-template-columns:1fr;gap:.2rem}}
.fact{display:grid;grid-template-columns:11rem 1fr;gap:.35rem 1rem;font-size:.88rem;margin:1rem 0}.fact dt{color:var(--muted)}.fact dd{margin:0;overflow-wrap:anywhere}
ul.problems{list-style:none;padding:0;font:.88rem/1.5 system-ui,"Segoe UI",Roboto,sans-serif;margin:.6rem 0 1rem}
ul.problems li{padding:.4rem 0 .4rem 4.6rem;border-bottom:1px solid var(--rule);position:relative}
ul.problems b{position:absolute;left:0;font-weight:600;color:var(--muted)}ul.problems .error b{color:var(--cut)}ul.problems .warning b{color:var(--warn)}
.edge .line,.edge .tee{fill:none;stroke:var(--ink);stroke-width:1.5}.edge .tee{stroke-width:2.6}.edge .head{fill:var(--ink)}
.edge.inhibition .line,.edge.inhibition .tee{stroke:var(--c1)}.edge.assignment .line{stroke:var(--muted);stroke-width:1}.edge.assignment .head{fill:var(--muted)}
.edge.cut .line,.edge.cut .tee{stroke:var(--cut);stroke-dasharray:5 4;opacity:.75}.edge.cut .tee{stroke-dasharray:none}.edge.cut .head{fill:var(--cut);opacity:.75}
.edge .halo{fill:var(--plate)}.edge .cross{stroke:var(--cut);stroke-width:2.2;fill:none}
.variable rect{fill:var(--box);stroke:var(--accent);stroke-width:1.3}.variable.input rect{stroke-dasharray:4 3}.variable.assigned rect{fill:var(--paper);stroke:var(--muted)}
.variable text{text-anchor:middle;font-size:13px;fill:var(--ink);font-weight:550}
.variable.clamped>rect{stroke:var(--cut);stroke-width:2.6}
.tag rect{fill:var(--cut);stroke:none}.variable .tag text{fill:var(--paper);font-size:11px;font-weight:650}
.mechanism circle{fill:var(--paper);stroke:var(--muted);stroke-width:1.5}.mechanism.touched circle{stroke:var(--cut);stroke-width:2.4}.mechanism .slash{stroke:var(--muted);stroke-width:1.3}
.mechanism text{font-size:10.5px;fill:var(--muted);paint-order:stroke;stroke:var(--plate);stroke-width:3px;stroke-linejoin:round}.edge .do{font-size:11.5px;font-weight:650;fill:var(--cut);paint-order:stroke;stroke:var(--plate);stroke-width:3px}.mechanism .do{fill:var(--cut);font-weight:650}
footer{margin-top:3rem;color:var(--muted);font-size:.82rem}
`;
