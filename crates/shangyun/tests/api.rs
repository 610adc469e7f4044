//! One subsidy through the JSON API: from a newcomer's registration to the receipt of the payment and the books
//! compared, as eight roles, on both databases.

mod support;

use http::StatusCode;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use policy::plan::words::Rank;
use serde_json::{Value, json};
use shangyun::demo::cast;
use shangyun::demo::opening::STARTS_ON;
use support::api::{Api, Token};
use support::demo::{Demo, Storage};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
const TIEXI: &str = "210106";

#[test]
fn a_subsidy_goes_from_registration_to_receipt_through_the_api_on_sqlite() {
    Journey::start(Storage::Sqlite).run();
}

#[test]
fn a_subsidy_goes_from_registration_to_receipt_through_the_api_on_postgres() {
    Journey::start(Storage::Postgres).run();
}

/// A running city and who takes part.
struct Journey {
    api: Api,
    today: Date,
    _demo: Demo,
}

/// A case on its way.
struct Case {
    owner: Token,
    filing: String,
    claim: String,
}

fn id_of(answer: &Value) -> String {
    let show = answer["show"].as_str().expect("something to show");
    show.split_once(':').expect("a kind and an id").1.to_owned()
}

impl Journey {
    fn start(storage: Storage) -> Self {
        let demo = Demo::start(storage);
        Self { api: Api::at(&demo.url("")), today: STARTS_ON, _demo: demo }
    }

    fn run(&mut self) {
        let owner = self.register();
        let filing = self.file(&owner);
        self.pass_district(&filing);
        self.move_to("intake");
        self.pass_city(&filing);
        let mut case = Case { owner, filing, claim: String::new() };
        case.claim = self.send_roster(&case);
        self.confirm(&case);
        self.keep_from_the_provider(&case);
        self.check(&case);
        let round = self.form_round(&case);
        self.review(&round);
        self.notice(&round);
        self.plan_and_sign(&round);
        self.pay(&round, &case);
        let claim = self.api.get(&case.owner, &format!("/api/v1/claims/{}", case.claim));
        assert_eq!(claim["money"]["is"], "paid");
        assert_eq!(claim["money"]["amount"], 12_345_678 / 2);
        let letters = self.api.get(&case.owner, "/api/v1/inbox");
        assert!(
            letters.as_array().is_some_and(|all| all.iter().any(|one| one["message"]["text"] == "round_paid")),
            "{letters}"
        );
    }

    fn officer(&self, office: &str, rank: Rank, nth: usize) -> Token {
        self.api.be(cast::officer(office, rank, nth).account.as_str())
    }

    fn move_to(&mut self, way: &str) {
        let nobody = self.api.be(cast::system_admin().account.as_str());
        let answer = self.api.post(Some(&nobody), "/api/v1/demo/clock", &json!({ "to": way }));
        self.today = answer["today"].as_str().expect("a day").parse().expect("a day");
    }

    fn register(&self) -> Token {
        let owner = self.api.be_new();
        let personal = |text: &str| json!({ "personal": text });
        let profile = json!({
            "name": "沈阳接口机床有限公司", "district": TIEXI, "division": "34", "founded_on": "2010-05-01",
            "contact_name": personal("李接口"), "contact_phone": personal("024-00000000"),
            "contact_mail": personal("api@firms.example"), "bank_name": "盛京银行铁西支行",
            "bank_account": personal("6200 0000 0000 0001"),
        });
        let code = domain::credit_code::CreditCode::with_checks("91210106MA0AP0T1").expect("a code").to_string();
        let register = |code: &str| json!({ "do": "register", "credit_code": code, "profile": profile });
        let wrong = format!("{}{}", &code[..17], if code.ends_with('0') { '1' } else { '0' });
        let (status, problem) = self.api.try_act(&owner, "enterprise", register(&wrong));
        assert_eq!((status, problem["title"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("bad-field")));
        self.api.act(&owner, "enterprise", register(&code));
        let me = self.api.get(&owner, "/api/v1/me");
        assert_eq!(me["seat"]["kind"], "enterprise");
        let figure = json!({ "revenue": 50_000_000_000_i64, "report_number": "沈会审字〔2019〕第0001号" });
        self.api.act(&owner, "enterprise", json!({ "do": "set_figure", "year": 2018, "figure": figure }));
        owner
    }

    fn file(&self, owner: &Token) -> String {
        let start = json!({ "do": "start", "programme": "shenyang-2018", "stream": "industrial" });
        let filing = id_of(&self.api.act(owner, "filing", start));
        let form = json!({
            "purpose": "机床联网与远程运维", "service_model": "paas", "project_type": "equipment-operation",
            "provider": "hunhe-cloud", "estimate": 200_000_000_i64, "starts_on": "2019-03-04", "answers": {},
        });
        self.api.act(owner, "filing", json!({ "do": "save", "filing": filing, "form": form }));
        let papers =
            ["service_application", "business_licence", "tax_registration", "business_qualification", "audit_report"];
        for document in papers {
            let file = self.api.keep(owner, &format!("{document}.pdf"), PDF);
            let dated = (document == "audit_report").then_some("2019-02-20");
            let attach =
                json!({ "do": "attach", "filing": filing, "document": document, "file": file, "dated": dated });
            self.api.act(owner, "filing", attach);
        }
        let drawn = self.api.get(owner, &format!("/api/v1/filings/{filing}"))["revision"].clone();
        let submit = json!({ "do": "submit", "filing": filing, "drawn": drawn });
        let first = self.api.act_under("submit-once", owner, "filing", submit.clone());
        assert_eq!(first.0, StatusCode::OK, "{}", first.1);
        assert_eq!(self.api.act_under("submit-once", owner, "filing", submit), first, "the same again");
        let (status, problem) = self.api.act_under(
            "submit-once",
            owner,
            "filing",
            json!({
            "do": "submit", "filing": filing, "drawn": 99 }),
        );
        assert_eq!((status, problem["title"].as_str()), (StatusCode::CONFLICT, Some("key-reused")));
        filing
    }

    /// Handler, reviewer and signer of an office pass a case of a part, the handler after looking at it.
    fn pass_ranks(&self, office: &str, part: &str, case: &str, ranks: &[Rank]) {
        for rank in ranks {
            let officer = self.officer(office, *rank, 0);
            let revision = self.revision(&officer, part, case);
            let pass = json!({ "do": "pass", part: case, "drawn": revision, "opinion": "同意。" });
            self.api.act(&officer, part, pass);
        }
    }

    fn revision(&self, who: &Token, part: &str, case: &str) -> Value {
        self.api.get(who, &format!("/api/v1/{part}s/{case}"))["revision"].clone()
    }

    fn pass_district(&self, filing: &str) {
        let office = format!("bureau-{TIEXI}");
        let handler = self.officer(&office, Rank::Handle, 0);
        let elsewhere = self.officer("bureau-210102", Rank::Handle, 0);
        let (status, _) = self.api.try_get(Some(&elsewhere), &format!("/api/v1/filings/{filing}"));
        assert_eq!(status, StatusCode::NOT_FOUND, "another district does not know of it");
        self.look_at_papers(&handler, "filing", filing);
        let facts = json!({
            "reg_local": { "bool": true }, "tax_local": { "bool": true }, "legal_person": { "bool": true },
            "founded_on": { "date": "2010-05-01" },
        });
        self.api.act(&handler, "filing", json!({ "do": "attest", "filing": filing, "facts": facts }));
        self.pass_ranks(&office, "filing", filing, &[Rank::Handle, Rank::Check, Rank::Sign]);
        let signer = self.officer(&office, Rank::Sign, 0);
        self.api.act(&signer, "filing", json!({ "do": "send", "filings": [filing] }));
    }

    fn look_at_papers(&self, handler: &Token, part: &str, case: &str) {
        let state = self.api.get(handler, &format!("/api/v1/{part}s/{case}"));
        let papers = state["papers"].as_object().expect("papers");
        for (document, _) in papers.iter().filter(|(_, paper)| paper["finding"].is_null()) {
            let find = json!({ "do": "find", part: case, "document": document, "verdict": "in_order", "words": "" });
            self.api.act(handler, part, find);
        }
    }

    fn pass_city(&self, filing: &str) {
        let handler = self.officer("commission", Rank::Handle, 0);
        let facts = json!({ "industry_ok": { "bool": true } });
        self.look_at_papers(&handler, "filing", filing);
        self.api.act(&handler, "filing", json!({ "do": "attest", "filing": filing, "facts": facts }));
        self.pass_ranks("commission", "filing", filing, &[Rank::Handle, Rank::Check, Rank::Sign]);
        self.pass_ranks("platform-operator", "filing", filing, &[Rank::Handle]);
        let state = self.api.get(&handler, &format!("/api/v1/filings/{filing}"));
        assert_eq!(state["course"]["state"]["state"], "finished", "{}", state["course"]);
    }

    /// The provider reads the case, and nothing that is only the enterprise's and the offices' business.
    fn keep_from_the_provider(&self, case: &Case) {
        let provider = self.api.be(cast::provider("hunhe-cloud", 0).account.as_str());
        let filing = self.api.get(&provider, &format!("/api/v1/filings/{}", case.filing));
        assert_eq!(filing["attested"], json!({}));
        assert!(filing["papers"].get("audit_report").is_none(), "{}", filing["papers"]);
        let claim = self.api.get(&provider, &format!("/api/v1/claims/{}", case.claim));
        assert_eq!((&claim["records"], &claim["answers"]), (&json!({}), &json!({})));
        let own = self.api.get(&case.owner, &format!("/api/v1/claims/{}", case.claim));
        assert!(own["records"]["payment"].is_array(), "{own}");
        for path in ["filings", "claims"] {
            let id = if path == "filings" { &case.filing } else { &case.claim };
            let audit = format!("/api/v1/{path}/{id}/papers/audit_report");
            assert_eq!(self.api.try_get(Some(&provider), &audit).0, StatusCode::NOT_FOUND, "{audit}");
        }
        let preview = format!("/api/v1/claims/{}/preview", case.claim);
        assert_eq!(self.api.try_get(Some(&provider), &preview).0, StatusCode::FORBIDDEN);
        let passed = self.api.get(&case.owner, &format!("/api/v1/filings/{}", case.filing))["course"]["passed"].clone();
        let opinions = passed.as_array().into_iter().flatten().map(|one| one["opinion"].as_str());
        assert!(opinions.into_iter().all(|said| said == Some("")), "what ranks say to one another: {passed}");
    }

    fn send_roster(&self, case: &Case) -> String {
        let provider = self.api.be(cast::provider("hunhe-cloud", 0).account.as_str());
        let certificate = self.api.keep(&provider, "certificate.pdf", PDF);
        let letter = self.api.keep(&provider, "letter.pdf", PDF);
        let send = json!({
            "do": "send_roster", "programme": "shenyang-2018",
            "lines": [{ "filing": case.filing, "service_date": "2019-03-04" }],
            "certificate": certificate, "letter": letter,
        });
        self.api.act(&provider, "claim", send);
        let cases = self.api.get(&case.owner, "/api/v1/cases");
        cases["claims"][0]["id"].as_str().expect("a claim was opened").to_owned()
    }

    fn confirm(&self, case: &Case) {
        let end = date(2019, 3, 4).checked_add(1.year()).and_then(Date::yesterday).expect("a day").to_string();
        let days = |mut row: Value| {
            row["starts"] = json!({ "date": "2019-03-04" });
            row["ends"] = json!({ "date": end });
            row
        };
        let (text, money, yes) =
            (|t: &str| json!({ "text": t }), |fen: i64| json!({ "money": fen }), json!({ "bool": true }));
        let paid = 12_345_678;
        let rows = [
            (
                "contract_line",
                days(
                    json!({ "contract_no": text("HT-2019-API"), "line_no": text("1"), "amount": money(paid), "cloud": yes }),
                ),
            ),
            (
                "invoice_line",
                days(
                    json!({ "invoice_no": text("20190001"), "line_no": text("1"), "amount": money(paid), "counted": money(paid), "cloud": yes }),
                ),
            ),
            (
                "payment",
                days(
                    json!({ "payment_no": text("20190304000001"), "amount": money(paid), "refunded": money(0), "unused": money(0), "own": yes }),
                ),
            ),
        ];
        for (list, row) in rows {
            let file = self.api.keep(&case.owner, &format!("{list}.pdf"), PDF);
            let add = json!({ "do": "add_row", "claim": case.claim, "list": list, "row": row, "file": file });
            self.api.act(&case.owner, "claim", add);
        }
        for (document, dated) in [("audit_report", Some("2019-02-20")), ("truthfulness_letter", None)] {
            let file = self.api.keep(&case.owner, &format!("{document}.pdf"), PDF);
            let attach =
                json!({ "do": "attach", "claim": case.claim, "document": document, "file": file, "dated": dated });
            self.api.act(&case.owner, "claim", attach);
        }
        let drawn = self.revision(&case.owner, "claim", &case.claim);
        self.api.act(&case.owner, "claim", json!({ "do": "confirm", "claim": case.claim, "drawn": drawn }));
    }

    fn check(&self, case: &Case) {
        let handler = self.officer("commission", Rank::Handle, 0);
        self.look_at_papers(&handler, "claim", &case.claim);
        for list in ["contract_line", "invoice_line", "payment"] {
            let find = json!({ "do": "find_row", "claim": case.claim, "list": list, "place": 0, "verdict": "in_order", "words": "" });
            self.api.act(&handler, "claim", find);
        }
        let preview = self.api.get(&handler, &format!("/api/v1/claims/{}/preview", case.claim));
        assert_eq!(preview["outcome"]["fen"], 12_345_678 / 2, "{}", preview["outcome"]);
        self.pass_ranks("commission", "claim", &case.claim, &[Rank::Handle, Rank::Check]);
    }

    fn form_round(&self, case: &Case) -> String {
        let handler = self.officer("commission", Rank::Handle, 0);
        let form = json!({ "do": "form", "programme": "shenyang-2018", "year": 2019, "claims": [case.claim] });
        id_of(&self.api.act(&handler, "round", form))
    }

    fn review(&self, round: &str) {
        let handler = self.officer("commission", Rank::Handle, 0);
        let drawn = self.revision(&handler, "round", round);
        self.api.act(&handler, "round", json!({ "do": "draw_experts", "round": round, "drawn": drawn }));
        let drawn = self.revision(&handler, "round", round);
        self.api.act(
            &handler,
            "round",
            json!({ "do": "choose_lines", "round": round, "drawn": drawn, "exceptions": {} }),
        );
        let state = self.api.get(&handler, &format!("/api/v1/rounds/{round}"));
        let members: Vec<String> = state["review"]["members"].as_object().expect("a panel").keys().cloned().collect();
        let chosen: Vec<String> = state["review"]["chosen"].as_object().expect("lines").keys().cloned().collect();
        for expert in &members {
            let token = self.api.be(cast::expert(expert).account.as_str());
            self.api.act(&token, "round", json!({ "do": "declare_interests", "round": round, "interests": [] }));
            for claim in &chosen {
                let score = json!({ "do": "score", "round": round, "claim": claim, "points": 88, "words": "可行。" });
                self.api.act(&token, "round", score);
            }
            self.api.act(&token, "round", json!({ "do": "seal_scores", "round": round }));
        }
        for expert in &members {
            let token = self.api.be(cast::expert(expert).account.as_str());
            let sheet = self.api.get(&token, &format!("/api/v1/rounds/{round}/sheet"));
            let sign = json!({ "do": "sign_opinion", "round": round, "hash": sheet["hash"], "words": "同意。" });
            self.api.act(&token, "round", sign);
        }
        self.both_pass(round);
    }

    fn both_pass(&self, round: &str) {
        for office in ["commission", "data-bureau"] {
            let signer = self.officer(office, Rank::Sign, 0);
            let drawn = self.revision(&signer, "round", round);
            let pass = json!({ "do": "pass", "round": round, "drawn": drawn, "opinion": "同意。" });
            self.api.act(&signer, "round", pass);
        }
    }

    fn notice(&mut self, round: &str) {
        let handler = self.officer("commission", Rank::Handle, 0);
        let drawn = self.revision(&handler, "round", round);
        self.api.act(&handler, "round", json!({ "do": "publish", "round": round, "drawn": drawn }));
        for _ in 0..6 {
            self.move_to("workday");
        }
        self.both_pass(round);
    }

    fn plan_and_sign(&self, round: &str) {
        let bureau = self.officer("data-bureau", Rank::Sign, 0);
        let list = self.api.get(&bureau, &format!("/api/v1/rounds/{round}/handover/data_bureau"));
        let hand_over = json!({ "do": "hand_over", "round": round, "hash": list["hash"], "words": "移交。" });
        self.api.act(&bureau, "round", hand_over);
        let handler = self.officer("commission", Rank::Handle, 0);
        let plan = self.api.get(&handler, &format!("/api/v1/rounds/{round}/plan"));
        let hash = plan["hash"].clone();
        let drawn = self.revision(&handler, "round", round);
        let freeze = json!({ "do": "freeze", "round": round, "drawn": drawn, "hash": hash, "opinion": "按次序。" });
        self.api.act(&handler, "round", freeze);
        self.pass_ranks("commission", "round", round, &[Rank::Sign]);
        for office in ["commission", "finance-bureau"] {
            let signer = self.officer(office, Rank::Sign, 0);
            self.api.act(&signer, "round", json!({ "do": "sign", "round": round, "hash": hash, "words": "会签。" }));
        }
        let scan = self.api.keep(&handler, "approval.pdf", PDF)["blob"].clone();
        let paper =
            json!({ "number": "沈政办复〔2019〕99号", "date": self.today.to_string(), "scan": scan, "hash": hash });
        let drawn = self.revision(&handler, "round", round);
        self.api.act(
            &handler,
            "round",
            json!({ "do": "register_approval", "round": round, "drawn": drawn, "paper": paper }),
        );
        let drawn = self.revision(&handler, "round", round);
        let confirm = json!({ "do": "confirm_approval", "round": round, "drawn": drawn, "hash": hash });
        let (status, problem) = self.api.try_act(&handler, "round", confirm.clone());
        assert_eq!((status, problem["title"].as_str()), (StatusCode::FORBIDDEN, Some("same-person")));
        let checker = self.officer("commission", Rank::Check, 0);
        self.api.act(&checker, "round", confirm);
        let finance = self.officer("finance-bureau", Rank::Sign, 0);
        let drawn = self.revision(&finance, "round", round);
        self.api.act(&finance, "round", json!({ "do": "allot", "round": round, "drawn": drawn, "hash": hash }));
    }

    fn pay(&self, round: &str, case: &Case) {
        let district = self.officer(&format!("finance-{TIEXI}"), Rank::Handle, 0);
        let pay = json!({
            "do": "pay", "round": round, "claim": case.claim, "receipt": "20190314000001", "on": self.today.to_string(),
        });
        self.api.act(&district, "round", pay);
        for office in [format!("finance-{TIEXI}"), "finance-bureau".to_owned()] {
            let officer = self.officer(&office, Rank::Check, 0);
            let drawn = self.revision(&officer, "round", round);
            let reconcile = json!({ "do": "reconcile", "round": round, "drawn": drawn, "opinion": "账实相符。" });
            self.api.act(&officer, "round", reconcile);
        }
    }
}
