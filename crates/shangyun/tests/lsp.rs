//! The built program as an editor meets it: a client over standard input and output.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const SOURCE: &str = include_str!("../../../policies/shenyang-2018.policy.md");
const URI: &str = "file:///plans/shenyang.policy.md";

/// A client that speaks to a server of its own.
struct Client {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    requests: i64,
}

impl Client {
    /// Starts a server and greets it.
    fn greet(locale: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_shangyun"))
            .args(["policy", "lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let input = child.stdin.take().expect("standard input is piped");
        let output = BufReader::new(child.stdout.take().expect("standard output is piped"));
        let mut client = Self { child, input, output, requests: 0 };
        let welcome = client.ask("initialize", &json!({ "capabilities": {}, "locale": locale }));
        assert_eq!(welcome["capabilities"]["hoverProvider"], json!(true));
        client.tell("initialized", &json!({}));
        client
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server listens");
        self.input.flush().expect("the server listens");
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The answer to a request; notifications before it are passed over.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == json!(id) {
                assert!(message.get("error").is_none(), "{message}");
                return message["result"].clone();
            }
        }
    }

    /// The findings the server sends next.
    fn findings(&mut self) -> Vec<Value> {
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics" {
                assert_eq!(message["params"]["uri"], URI);
                return message["params"]["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).expect("the server speaks") > 0, "the server has hung up");
            match line.trim().strip_prefix("Content-Length: ") {
                Some(count) => length = count.parse().expect("a number"),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("the whole message comes");
        serde_json::from_slice(&body).expect("a message is JSON")
    }

    fn open(&mut self, text: &str) -> Vec<Value> {
        let document = json!({ "uri": URI, "languageId": "policy", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
        self.findings()
    }

    fn change(&mut self, version: i64, text: &str) {
        let document = json!({ "uri": URI, "version": version });
        self.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
    }

    /// Asks about a place.
    fn at(&mut self, method: &str, (line, character): (usize, usize)) -> Value {
        let params = json!({
            "textDocument": { "uri": URI },
            "position": { "line": line, "character": character },
            "context": { "includeDeclaration": true, "triggerKind": 1 },
        });
        self.ask(method, &params)
    }

    /// Says goodbye, and checks that the server leaves in peace.
    fn goodbye(mut self) {
        assert_eq!(self.ask("shutdown", &Value::Null), Value::Null);
        self.tell("exit", &Value::Null);
        assert!(self.child.wait().expect("the server ends").success());
    }
}

/// The place of `needle` on the first line that holds `line`, as the protocol counts.
fn place(source: &str, line: &str, needle: &str) -> (usize, usize) {
    let (number, text) = source.lines().enumerate().find(|(_, text)| text.contains(line)).expect("the line is there");
    let at = text.find(line).expect("the words are there");
    let within = at + text[at..].find(needle).expect("the needle is on the line");
    (number, text[..within].encode_utf16().count())
}

/// The text that a range of the protocol covers, on one line.
fn covered(source: &str, range: &Value) -> String {
    let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("a small number");
    let (line, end) = (number(&range["start"]["line"]), number(&range["end"]["line"]));
    assert_eq!(line, end, "{range}");
    let units: Vec<u16> = source.lines().nth(line).expect("the line is there").encode_utf16().collect();
    let (from, to) = (number(&range["start"]["character"]), number(&range["end"]["character"]));
    String::from_utf16(&units[from..to]).expect("whole characters")
}

#[test]
fn a_mistake_is_shown_where_it_stands_and_mended_as_proposed() {
    // A character outside the first plane before the mistake: it counts twice in the protocol.
    let changed = SOURCE.replacen("不超过 工业上限 记", "说明 「𠀀」 \"x\"；不超过 工业上线 记", 1);
    let mut client = Client::greet("zh-cn");
    let found = client.open(&changed);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["code"], covered(&changed, &found[0]["range"]).as_str()), (&json!("E02"), "工业上线"));
    assert!(found[0]["message"].as_str().is_some_and(|words| words.contains("是否指 `工业上限`")), "{found:?}");

    let asked =
        json!({ "textDocument": { "uri": URI }, "range": found[0]["range"], "context": { "diagnostics": found } });
    let actions = client.ask("textDocument/codeAction", &asked);
    let edit = &actions[0]["edit"]["documentChanges"][0]["edits"][0];
    assert_eq!((covered(&changed, &edit["range"]).as_str(), &edit["newText"]), ("工业上线", &json!("工业上限")));

    client.change(2, &changed.replacen("工业上线", "工业上限", 1));
    assert_eq!(client.findings(), Vec::<Value>::new());
    client.goodbye();
}

#[test]
fn names_are_explained_and_lead_to_their_declaration_and_uses() {
    let mut client = Client::greet("en");
    client.open(SOURCE);
    let at = place(SOURCE, "补贴 工业云补贴", "年度实际支付额");
    let said = client.at("textDocument/hover", at);
    let words = said["contents"]["value"].as_str().expect("Markdown");
    assert!(words.contains("`paid_fen`") && words.contains("money (fen in data)"), "{words}");
    assert_eq!(covered(SOURCE, &said["range"]), "年度实际支付额");

    let declared = client.at("textDocument/definition", at);
    assert_eq!(covered(SOURCE, &declared["range"]), "年度实际支付额");
    let line = place(SOURCE, "年度实际支付额 paid_fen", "年").0;
    assert_eq!(declared["range"]["start"]["line"], json!(line));

    let uses = client.at("textDocument/references", at);
    assert!(uses.as_array().is_some_and(|uses| uses.len() > 3), "{uses}");
    client.goodbye();
}

#[test]
fn what_may_come_next_is_offered_and_replaces_what_was_typed() {
    let changed = SOURCE.replacen("```policy\n方案", "```policy\n本条适用 当 类别 是 工\n方案", 1);
    let mut client = Client::greet("zh-cn");
    client.open(&changed);
    let (line, column) = place(&changed, "本条适用 当 类别 是 工", "工");
    let offers = client.at("textDocument/completion", (line, column + 1));
    let industrial =
        offers.as_array().expect("a list").iter().find(|offer| offer["label"] == "工业云").expect("offered");
    assert_eq!(covered(&changed, &industrial["textEdit"]["range"]), "工");
    assert!(industrial["filterText"].as_str().is_some_and(|text| text.contains("industrial")));
    client.goodbye();
}

#[test]
fn the_outline_is_the_clauses_one_within_the_other() {
    let mut client = Client::greet("zh-cn");
    client.open(SOURCE);
    let symbols = client.ask("textDocument/documentSymbol", &json!({ "textDocument": { "uri": URI } }));
    let whole = &symbols.as_array().expect("a list")[..];
    assert_eq!(whole.len(), 1, "the title holds everything");
    let chapters: Vec<&str> = whole[0]["children"]
        .as_array()
        .expect("children")
        .iter()
        .filter(|child| child["kind"] == json!(3))
        .filter_map(|child| child["name"].as_str())
        .collect();
    assert_eq!(chapters.first(), Some(&"一 总体要求"));
    client.goodbye();
}

#[test]
fn formatting_touches_only_what_is_not_in_standard_form() {
    let changed = SOURCE.replacen("须 已备案；不符", "须   已备案 ; 不符", 1);
    let mut client = Client::greet("zh-cn");
    client.open(&changed);
    let asked = json!({ "textDocument": { "uri": URI }, "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = client.ask("textDocument/formatting", &asked);
    let line = place(&changed, "须   已备案", "须").0;
    assert_eq!(edits.as_array().map(Vec::len), Some(1), "{edits}");
    assert_eq!(
        (&edits[0]["range"]["start"]["line"], &edits[0]["range"]["end"]["line"]),
        (&json!(line), &json!(line + 1))
    );
    assert!(
        edits[0]["newText"].as_str().is_some_and(|text| text.starts_with("须 已备案；不符") && text.ends_with('\n'))
    );
    client.change(2, SOURCE);
    assert_eq!(client.ask("textDocument/formatting", &asked), json!([]));
    client.goodbye();
}

#[test]
fn a_closed_document_has_no_findings_and_strange_requests_are_refused_in_words() {
    let mut client = Client::greet("zh-cn");
    assert!(!client.open("```policy\n须 \n").is_empty());
    client.tell("textDocument/didClose", &json!({ "textDocument": { "uri": URI } }));
    assert_eq!(client.findings(), Vec::<Value>::new());
    client.send(&json!({ "jsonrpc": "2.0", "id": "x", "method": "textDocument/moniker", "params": {} }));
    assert_eq!(client.receive()["error"]["code"], json!(-32601));
    client.send(&json!({ "jsonrpc": "2.0", "id": "y", "method": "textDocument/hover", "params": { "nothing": 1 } }));
    assert_eq!(client.receive()["error"]["code"], json!(-32602));
    assert_eq!(client.at("textDocument/hover", (0, 0)), Value::Null, "a document that is not open");
    client.goodbye();
}

#[test]
fn the_server_ends_when_the_editor_hangs_up() {
    let client = Client::greet("zh-cn");
    let Client { mut child, input, output, .. } = client;
    drop((input, output));
    assert!(child.wait().expect("the server ends").success());
}
