use super::{Passwords, wrong};

fn key(password: &str, login: &str) -> Option<&'static str> {
    wrong(password, login).map(|message| message.key())
}

#[test]
fn a_password_of_ten_characters_will_do_and_one_of_nine_will_not() {
    assert_eq!(key("vx7 Tomate", "li@corp.cn"), None);
    assert_eq!(key("vx7 Tomat", "li@corp.cn"), Some("entry-password-short"));
    assert_eq!(key("沈阳浑河边的老槐树下", "li@corp.cn"), None);
    assert_eq!(key(&"vx7 Tomate".repeat(12), "li@corp.cn"), None);
    assert_eq!(key(&"vx7 Tomate".repeat(13), "li@corp.cn"), Some("entry-password-long"));
}

#[test]
fn what_everybody_tries_is_refused() {
    for common in
        ["Password2024!", "P@ssw0rd123", "1qaz2wsx3edc", "aaaaaaaaaaaa", "abcdefghij", "shenyang2019", "Admin@123456"]
    {
        assert_eq!(key(common, "li@corp.cn"), Some("entry-password-common"), "{common}");
    }
    assert_eq!(key("13800138000", "li@corp.cn"), Some("entry-password-digits"));
    assert_eq!(key("liyongqiang88", "liyongqiang@corp.cn"), Some("entry-password-login"));
}

#[tokio::test]
async fn the_right_password_opens_and_no_other_does() {
    let passwords = Passwords::default();
    let hash = passwords.hash("浑河 Tomate 7".to_owned()).await.expect("hashed");
    assert!(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"), "{hash}");
    let turn = passwords.turn().await.expect("a turn");
    assert!(turn.check("浑河 Tomate 7".to_owned(), Some(hash.clone())).await.expect("checked"));
    assert!(!turn.check("浑河 Tomate 8".to_owned(), Some(hash)).await.expect("checked"));
    assert!(!turn.check("浑河 Tomate 7".to_owned(), None).await.expect("checked"));
    assert!(!turn.check(String::new(), Some(String::new())).await.expect("checked"));
}
