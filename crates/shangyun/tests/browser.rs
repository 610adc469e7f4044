//! The browser harness, proven on pages of its own: no part of the program takes part.

mod support;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use support::browser::Browser;
use support::folder::Folder;
use support::look::{Scheme, Width};
use support::postgres::TestDatabase;

const FORM: &str = r#"<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>申请单</title><link rel="stylesheet" href="/style.css"><script src="/script.js" defer></script></head>
<body><main><h1>云服务申请单</h1><p id="state">没有脚本</p>
<form method="post" action="/sent" enctype="multipart/form-data">
<p><label for="name">单位名称</label> <input id="name" name="name" value="旧名称"></p>
<p><label for="day">成立日期</label> <input id="day" name="day" type="date"></p>
<p><label for="district">所在区县</label> <select id="district" name="district">
<option value="">请选择</option><option value="tiexi">铁西区</option></select></p>
<fieldset><legend>补贴类别</legend>
<label><input type="radio" name="stream" value="industrial"> 工业（智能制造）云</label>
<label><input type="radio" name="stream" value="software"> 软件开发云</label></fieldset>
<p><label><input type="checkbox" name="truth" value="yes"> 我承诺所填内容真实</label></p>
<p><label for="paper">审计报告</label> <input id="paper" name="paper" type="file"></p>
<p><button>保存</button> <button>提交</button></p></form>
<table><caption>案件</caption><tr><th>单位</th><th>操作</th></tr>
<tr><td>甲公司</td><td><a href="/case/1" aria-label="打开 甲公司">打开</a></td></tr>
<tr><td>乙公司</td><td><a href="/case/2" aria-label="打开 乙公司">打开</a></td></tr></table>
</main></body></html>"#;

const FAULTY: &str = r#"<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<title>有缺陷的页面</title><link rel="stylesheet" href="/style.css"></head>
<body><main><h1>有缺陷的页面</h1><img src="/none.png"><p class="pale">看不清的字</p></main></body></html>"#;

const STYLE: &str = ":root { color-scheme: light dark; font-family: sans-serif; }
table { width: 100% } .pale { color: #ccc; background: #fff; width: 500px }
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } a { color: #8cf } }";

const SCRIPT: &str = "document.getElementById('state').textContent = '脚本已运行';
document.addEventListener('keydown', event => {
  if (event.key === 'j' && !event.target.matches('input, select, textarea')) location.href = '/case/1';
});";

/// A site of four pages; it keeps the last form that was sent to it.
struct Site {
    url: String,
    sent: Arc<Mutex<String>>,
}

impl Site {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let sent = Arc::new(Mutex::new(String::new()));
        let kept = Arc::clone(&sent);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || answer(&stream, &kept));
            }
        });
        Self { url, sent }
    }

    fn page(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    fn sent(&self) -> String {
        self.sent.lock().expect("no answer has panicked").clone()
    }
}

fn answer(mut stream: &TcpStream, sent: &Mutex<String>) -> Option<()> {
    let mut request = BufReader::new(stream);
    let mut line = String::new();
    request.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        request.read_line(&mut header).ok()?;
        if header.trim().is_empty() {
            break;
        }
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    request.read_exact(&mut body).ok()?;
    let (status, kind, content) = match path.as_str() {
        "/" => ("200 OK", "text/html", FORM),
        "/faulty" => ("200 OK", "text/html", FAULTY),
        "/style.css" => ("200 OK", "text/css", STYLE),
        "/script.js" => ("200 OK", "text/javascript", SCRIPT),
        "/sent" => {
            *sent.lock().ok()? = String::from_utf8_lossy(&body).into_owned();
            ("303 See Other", "text/plain", "")
        }
        _ => ("200 OK", "text/plain", "案件页"),
    };
    let mut head = format!("HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n");
    write!(head, "Content-Length: {}\r\nLocation: /done\r\n", content.len()).ok()?;
    let policy = "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'";
    write!(head, "Content-Security-Policy: {policy}\r\nConnection: close\r\n\r\n").ok()?;
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(content.as_bytes()).ok()
}

#[test]
fn a_form_is_filled_by_its_labels_and_sent_with_its_paper() {
    let site = Site::start();
    let folder = Folder::new("paper");
    let paper = folder.path().join("audit.txt");
    std::fs::write(&paper, "audited revenue").unwrap();
    let browser = Browser::start();
    browser.goto(&site.page("/"));
    browser.fill("单位名称", "沈阳一号机床有限公司");
    browser.fill("成立日期", "2018-09-17");
    browser.select("所在区县", "铁西区");
    browser.choose("补贴类别", "软件开发云");
    browser.tick("我承诺");
    browser.tick("我承诺");
    browser.upload("审计报告", &paper);
    assert_eq!(browser.value("成立日期"), "2018-09-17");
    browser.click_button("提交");
    browser.see("案件页");
    assert_eq!(browser.path(), "/done");
    let sent = site.sent();
    for part in ["\r\n沈阳一号机床有限公司\r\n", "2018-09-17", "tiexi", "software", "yes", "audited revenue"]
    {
        assert!(sent.contains(part), "`{part}` was not sent:\n{sent}");
    }
    assert!(!sent.contains("旧名称"), "what the field held was not replaced:\n{sent}");
}

#[test]
fn a_row_is_opened_by_its_words_and_the_next_by_a_key() {
    let site = Site::start();
    let browser = Browser::start();
    browser.goto(&site.page("/"));
    browser.click_near("乙公司", "打开");
    browser.see("案件页");
    assert_eq!(browser.path(), "/case/2");
    browser.back();
    browser.see("脚本已运行");
    browser.press("j");
    browser.see("案件页");
    assert_eq!(browser.path(), "/case/1");
    browser.back();
    browser.click_link("打开");
    browser.see("案件页");
    assert_eq!(browser.path(), "/case/1");
}

#[test]
fn a_page_is_shown_without_its_script() {
    let site = Site::start();
    let browser = Browser::start();
    browser.set_scripts(false);
    browser.goto(&site.page("/"));
    browser.see("没有脚本");
    browser.fill("单位名称", "无脚本公司");
    browser.click_button("保存");
    browser.see("案件页");
    assert!(site.sent().contains("无脚本公司"));
    browser.set_scripts(true);
    browser.goto(&site.page("/"));
    browser.see("脚本已运行");
    browser.see_no("没有脚本");
}

#[test]
fn a_page_is_photographed_and_its_faults_are_named() {
    let site = Site::start();
    let mut browser = Browser::start();
    browser.goto(&site.page("/"));
    browser.survey("harness-form");
    browser.set_width(Width::Phone);
    browser.set_scheme(Scheme::Dark);
    let shot = std::fs::read(browser.shot("harness-form")).unwrap();
    assert!(shot.starts_with(b"\x89PNG"), "the shot is no PNG");
    let wide = u32::from_be_bytes([shot[16], shot[17], shot[18], shot[19]]);
    assert_eq!(wide, 750, "375 points at two pixels each");

    browser.set_scheme(Scheme::Light);
    browser.goto(&site.page("/faulty"));
    let faults = browser.faults().join("\n");
    assert!(faults.contains("image-alt (critical)"), "{faults}");
    assert!(faults.contains("color-contrast (serious)"), "{faults}");
    assert!(faults.contains("pixels wider than the screen"), "{faults}");
}

#[test]
fn a_test_database_is_fresh_sorts_by_code_point_and_syncs() {
    let database = TestDatabase::create();
    assert_eq!(database.query("select 'B' < 'a' collate \"default\""), "t");
    assert_eq!(database.query("show fsync"), "on");
    assert_eq!(database.query("select count(*) from pg_tables where schemaname = 'public'"), "0");
    let other = TestDatabase::create();
    assert_ne!(database.url(), other.url());
}
