use super::run;
use crate::app::App;
use crate::mail::{self, Letter, Mailer, Protection, Server};
use crate::trial::City;
use domain::account::AccountCommand;
use domain::act::{Act, Actor};
use domain::command::Command;
use domain::decide::{Decided, Outcome};
use domain::ids::{AccountId, ClaimId};
use domain::message::Addressee;
use domain::setting::Setting;
use domain::world::{Key, Stop, World};
use jiff::SignedDuration;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::outbox;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A mail as it arrived: the address, and everything after DATA.
type Arrived = (String, String);

/// A mail server on the loopback. It refuses `gone@…` for good and `later@…` for now.
struct Sink {
    port: u16,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl Sink {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&arrived);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&kept)));
            }
        });
        Self { port, arrived }
    }

    fn mailer(&self) -> Mailer {
        let server = Server {
            host: "127.0.0.1".to_owned(),
            port: self.port,
            protection: Protection::None,
            login: None,
            from: "上云平台 <portal@city.test>".to_owned(),
        };
        Mailer::new(&server).expect("a mailer")
    }

    fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().expect("no panic").clone()
    }
}

async fn talk(stream: TcpStream, arrived: Arc<Mutex<Vec<Arrived>>>) -> std::io::Result<()> {
    let (near, mut far) = stream.into_split();
    let mut lines = BufReader::new(near).lines();
    far.write_all(b"220 sink\r\n").await?;
    let mut to = String::new();
    while let Some(line) = lines.next_line().await? {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let answer: &[u8] = match word.as_str() {
            "EHLO" => b"250-sink\r\n250 8BITMIME\r\n",
            "RCPT" if line.contains("gone@") => b"550 no such mailbox\r\n",
            "RCPT" if line.contains("later@") => b"451 try again later\r\n",
            "RCPT" => {
                line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut to);
                b"250 ok\r\n"
            }
            "DATA" => {
                far.write_all(b"354 go on\r\n").await?;
                let mut data = String::new();
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    data.push_str(&line);
                    data.push('\n');
                }
                arrived.lock().expect("no panic").push((to.clone(), data));
                b"250 kept\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        far.write_all(answer).await?;
    }
    Ok(())
}

/// The body of a mail, decoded.
fn decoded(data: &str) -> String {
    use base64::Engine;
    let (head, body) = data.split_once("\n\n").expect("a head and a body");
    assert!(head.contains("base64"), "{head}");
    let bytes = base64::prelude::BASE64_STANDARD.decode(body.replace('\n', "")).expect("base64");
    String::from_utf8(bytes).expect("text")
}

fn letter(to: &str) -> Letter {
    Letter { to: to.to_owned(), subject: "题目".to_owned(), text: "您好！".to_owned() }
}

/// Enabling an account tells it that a claim was paid; everything else is decided as ever.
fn decide(setting: &Setting, world: &World, act: &Act) -> Result<Decided, Stop> {
    let Command::Account(AccountCommand::Enable { account }) = &act.command else {
        return domain::decide::decide(setting, world, act);
    };
    let claim = Key::Claim(ClaimId::new("c1"));
    let values = [("amount", "1,000.00元"), ("words", "R-7"), ("number", "1"), ("clause", "三(五)2")];
    let values = values.map(|(name, value)| (name, value.to_owned()));
    let to = Addressee::Account(account.clone());
    let told = Outcome::show(claim.clone()).telling(act, to, &claim, "round_paid", &values).done()?;
    world.want(told.events.iter().map(|event| event.subject.clone()))?;
    Ok(told)
}

/// Tells an account something.
async fn tell(app: &App, account: &AccountId) {
    let command = Command::Account(AccountCommand::Enable { account: account.clone() });
    app.execute(&Actor::clock(), command, "tell", vec![]).await.expect("told");
}

#[tokio::test]
async fn a_message_goes_by_mail_to_whom_it_is_for() {
    let sink = Sink::start().await;
    let city = City::deciding(decide, |app| App { mail: Some(sink.mailer()), ..app }).await;
    let account = city.account("audit_admin").await;
    tell(&city.app, &account).await;
    run(city.app.clone()).await.expect("spread");
    run(city.app.clone()).await.expect("sent");
    let arrived = sink.arrived();
    assert_eq!(arrived.len(), 1);
    assert_eq!(arrived[0].0, "audit@city.test");
    let text = decoded(&arrived[0].1);
    assert!(text.contains("补贴 1,000.00 元已付到贵单位登记的账户，回单号 R-7。"), "{text}");
    assert!(text.contains("http://city.test/claims/c1"), "{text}");
    assert!(text.contains("¥1,000.00 has been paid"), "{text}");
    run(city.app.clone()).await.expect("nothing");
    assert_eq!(sink.arrived().len(), 1);
}

#[tokio::test]
async fn what_does_not_go_out_is_tried_again_and_then_given_up_in_sight() {
    let sink = Sink::start().await;
    let city = City::with(|app| App { mail: Some(sink.mailer()), ..app }).await;
    let app = &city.app;
    for to in ["later@city.test", "gone@city.test", "here@city.test"] {
        mail::post(app, &letter(to)).await.expect("posted");
    }
    assert_eq!(run(app.clone()).await.expect("a round"), "1 done, 2 failed");
    assert_eq!(sink.arrived().iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["here@city.test"]);
    let counts =
        |waiting: &[outbox::Waiting]| waiting.iter().map(|one| (one.state.clone(), one.count)).collect::<Vec<_>>();
    let waiting = outbox::waiting(app.store.database()).await.expect("counts");
    assert_eq!(counts(&waiting), [("given_up".to_owned(), 1), ("ready".to_owned(), 1)]);
    // Tried again every time it falls due, and given up after the last try.
    let mut now = crate::clock::real_now();
    for _ in 0..12 {
        now += SignedDuration::from_hours(25);
        let taken = outbox::take(&app.store, now, now, 10).await.expect("taken");
        for effect in taken {
            super::later(app, &effect, "not now").await.expect("later");
        }
    }
    let waiting = outbox::waiting(app.store.database()).await.expect("counts");
    assert_eq!(counts(&waiting), [("given_up".to_owned(), 2)]);
}

#[tokio::test]
async fn without_a_mail_server_messages_stay_in_the_inbox() {
    let city = City::deciding(decide, |app| app).await;
    let account = city.account("audit_admin").await;
    tell(&city.app, &account).await;
    run(city.app.clone()).await.expect("kept");
    assert_eq!(outbox::waiting(city.app.store.database()).await.expect("counts"), []);
}

#[tokio::test]
async fn a_letter_with_a_link_is_not_readable_in_the_outbox() {
    let city = City::founded().await;
    mail::post(&city.app, &letter("li@corp.cn")).await.expect("posted");
    let now = crate::clock::real_now();
    let taken = outbox::take(&city.app.store, now, now, 10).await.expect("taken");
    assert!(taken[0].body.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(mail::open(&city.app, &taken[0].id, &taken[0].body), Some(letter("li@corp.cn")));
    assert_eq!(mail::open(&city.app, "another", &taken[0].body), None);
}

#[tokio::test]
async fn asking_for_a_reset_tells_nobody_who_is_known_and_mails_the_owner_alone() {
    let sink = Sink::start().await;
    let city = City::with(|app| App { mail: Some(sink.mailer()), ..app }).await;
    let account = city.account("security_admin").await;
    store::secrets::set_login(&city.app.store, "security@city.test", &account).await.expect("a login");
    let mut browser = city.browser(1);
    for login in ["security@city.test", "nobody@city.test"] {
        browser.get("/reset").await;
        browser.post("/reset", &[("login", login)]).await;
        assert_eq!(browser.page().location, "/reset/sent");
    }
    for _ in 0..100 {
        run(city.app.clone()).await.expect("a round");
        if !sink.arrived().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let arrived = sink.arrived();
    assert_eq!(arrived.iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["security@city.test"]);
    let text = decoded(&arrived[0].1);
    let link = text.split("http://city.test").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link");
    assert!(browser.get(link).await.says("设置新密码"));
}

#[tokio::test]
async fn a_newcomer_confirms_the_address_before_coming_in() {
    let sink = Sink::start().await;
    let city = City::with(|app| App { mail: Some(sink.mailer()), ..app }).await;
    let mut browser = city.browser(1);
    let password = "浑河 Tomate 7";
    let fields =
        [("name", "李永强"), ("login", "li@corp.cn"), ("password", password), ("repeat", password), ("told", "on")];
    browser.get("/sign-up").await;
    browser.post("/sign-up", &fields).await;
    assert_eq!(browser.page().location, "/sign-up/sent");
    browser.get("/sign-in").await;
    assert!(browser.post("/sign-in", &[("name", "li@corp.cn"), ("password", password)]).await.says("登录名或密码不对"));
    run(city.app.clone()).await.expect("a round");
    let text = decoded(&sink.arrived()[0].1);
    let link = text.split("http://city.test").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link");
    browser.get(link).await;
    browser.post(link, &[]).await;
    assert_eq!(browser.page().location, "/enterprise");
    // Whoever signs up with the same address again hears nothing, and its owner hears of it.
    let mut other = city.browser(2);
    other.get("/sign-up").await;
    other.post("/sign-up", &fields).await;
    assert_eq!(other.page().location, "/sign-up/sent");
    run(city.app.clone()).await.expect("a round");
    assert!(decoded(&sink.arrived()[1].1).contains("已经有账户了"));
}
