import puppeteer from "puppeteer-core"; import { pathToFileURL } from "node:url";
const [file, out, ...acts] = process.argv.slice(2);
const b = await puppeteer.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox","--disable-gpu"]});
const p = await b.newPage();
p.on("console", m=>console.log("C:", m.text())); p.on("pageerror", e=>console.log("E:", e.message));
for (const w of [1300,360]) { await p.setViewport({width:w,height:900,isMobile:w<400,hasTouch:w<400}); await p.goto(pathToFileURL(file).href); 
 console.log(w, await p.evaluate(()=>document.documentElement.scrollWidth));
 await p.screenshot({path:`${out}-${w}.png`, fullPage:true}); }
await p.pdf({path:`${out}.pdf`, preferCSSPageSize:true, printBackground:false});
await b.close();
