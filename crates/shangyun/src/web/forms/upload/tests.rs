//! Files on their way in: taken to the last byte that is allowed, refused with a word, never half kept.

use axum::body::Body;
use axum::extract::FromRequest;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use std::convert::Infallible;

use super::*;

/// A sink that keeps what it is given.
#[derive(Default)]
struct Kept(Vec<u8>);

impl Sink for Kept {
    type Failure = Infallible;

    async fn write(&mut self, chunk: Bytes) -> Result<(), Infallible> {
        self.0.extend_from_slice(&chunk);
        Ok(())
    }
}

const LIMIT: usize = 1_000;

fn pdf(bytes: usize) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    file.resize(bytes, b'x');
    file
}

/// One part: a text field, or a file with its name.
fn part(name: &str, file: Option<&str>, content: &[u8]) -> Vec<u8> {
    let named = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
    let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{named}\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

async fn send(parts: &[Vec<u8>], required: bool) -> (Result<Received, Problem>, Vec<u8>) {
    let body = [parts.concat().as_slice(), b"--x--\r\n"].concat();
    let request = Request::post("/").header(CONTENT_TYPE, "multipart/form-data; boundary=x").body(Body::from(body));
    let request = request.expect("a request");
    let body = Multipart::from_request(request, &()).await.expect("a multipart form");
    let bytes_max = u64::try_from(LIMIT).expect("a small number");
    let rule = FileRule { field: "file", label: "File", kinds: &[FileKind::Pdf, FileKind::Png], bytes_max, required };
    let mut kept = Kept::default();
    let received = receive(body, rule, &mut kept).await;
    (received, kept.0)
}

/// The key of what is wrong with the file.
fn wrong(received: Result<Received, Problem>) -> &'static str {
    let received = received.expect("a form");
    assert_eq!(received.file, None);
    let filled = received.form.into_filled();
    filled.error("file").expect("something is wrong with the file").key()
}

#[tokio::test]
async fn a_file_is_taken_up_to_its_limit_and_not_beyond() {
    for bytes in [LIMIT - 1, LIMIT] {
        let (received, kept) =
            send(&[part("note", None, "注".as_bytes()), part("file", Some("a.pdf"), &pdf(bytes))], true).await;
        let received = received.expect("a form");
        let file = received.file.expect("a file");
        assert_eq!((file.name.as_str(), file.kind, usize::try_from(file.bytes)), ("a.pdf", FileKind::Pdf, Ok(bytes)));
        assert_eq!(kept, pdf(bytes));
        assert_eq!(received.form.into_filled().value("note"), "注");
    }
    let (received, _) = send(&[part("file", Some("a.pdf"), &pdf(LIMIT + 1))], true).await;
    assert_eq!(wrong(received), "forms-file-too-large");
}

#[tokio::test]
async fn an_empty_a_wrong_and_a_missing_file_each_have_a_word_of_their_own() {
    let (received, kept) = send(&[part("file", Some("a.pdf"), b"")], true).await;
    assert_eq!((wrong(received), kept.len()), ("forms-file-empty", 0));
    let (received, kept) = send(&[part("file", Some("a.pdf"), b"MZ this is a program")], true).await;
    assert_eq!((wrong(received), kept.len()), ("forms-file-kind", 0));
    let (received, _) = send(&[part("file", Some("a.xlsx"), b"PK\x03\x04 a sheet")], true).await;
    assert_eq!(wrong(received), "forms-file-kind", "a kind that this field does not take");
    let (received, _) = send(&[part("file", Some(""), b"")], true).await;
    assert_eq!(wrong(received), "forms-file-required");
    let (received, _) = send(&[part("note", None, b"n")], true).await;
    assert_eq!(wrong(received), "forms-file-required");
}

#[tokio::test]
async fn a_file_that_need_not_be_there_may_be_left_out() {
    for parts in [vec![part("file", Some(""), b"")], vec![part("note", None, b"n")]] {
        let (received, _) = send(&parts, false).await;
        let received = received.expect("a form");
        assert!(received.file.is_none() && received.form.into_filled().errors().is_empty());
    }
}

#[tokio::test]
async fn a_form_with_a_field_twice_is_none_of_ours() {
    let twice = [part("note", None, b"1"), part("note", None, b"2")];
    assert!(send(&twice, false).await.0.is_err());
    let files = [part("file", Some("a.pdf"), &pdf(20)), part("file", Some("b.pdf"), &pdf(20))];
    assert!(send(&files, false).await.0.is_err());
}

#[tokio::test]
async fn the_name_of_a_file_is_made_harmless() {
    let (received, _) = send(&[part("file", Some("..\\\\..\\\\秘密.pdf"), &pdf(20))], true).await;
    assert_eq!(received.expect("a form").file.expect("a file").name, "秘密.pdf");
}

#[test]
fn kinds_are_named_for_people() {
    assert_eq!(labels(&[FileKind::Pdf, FileKind::Jpeg]), "PDF、JPG");
}
