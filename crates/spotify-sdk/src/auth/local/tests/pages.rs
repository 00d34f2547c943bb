//! What the browser gets to see, and what it must never see.

use super::support::{Answer, HANG, Login, STATE};
use crate::auth::local::connection::Limits;

#[tokio::test]
async fn fault_085_nothing_of_a_request_is_ever_repeated() {
    let payloads = payloads();
    assert!(payloads.len() >= 50);
    let patient = Limits { rejected: usize::MAX, ..Limits::DEFAULT };
    let login = Login::with("http://127.0.0.1/callback", patient, HANG).await;
    let wrong = login.get("/callback?error=x").await;
    let missing = login.get("/x").await;
    for payload in &payloads {
        for target in [
            format!("/callback?error={payload}"),
            format!("/callback?error=x&error_description={payload}"),
            format!("/callback?{payload}={payload}"),
            format!("/callback?code={payload}&state={payload}"),
        ] {
            assert_same(&login.get(&target).await, &wrong, &target);
        }
        let target = format!("/{payload}");
        assert_same(&login.get(&target).await, &missing, &target);
        let referer = format!(
            "GET /x HTTP/1.1\r\nHost: {}\r\nReferer: {payload}\r\nUser-Agent: {payload}\r\n\r\n",
            login.address
        );
        assert_same(&login.send(referer).await, &missing, payload);
    }
    // With the right state, too: the page is the same whatever the error was.
    let refused = login.finish_as_a_browser(&format!("error=access_denied&state={STATE}")).await;
    for payload in payloads.iter().take(5) {
        let login = Login::start().await;
        let query = format!("error={payload}&error_description={payload}&state={STATE}");
        assert_same(&login.finish_as_a_browser(&query).await, &refused, payload);
    }
}

fn assert_same(answer: &Answer, expected: &Answer, payload: &str) {
    assert_eq!(answer.undated(), expected.undated(), "{payload}");
}

/// Markup, percent-encoded and not, as far as a request line can carry it.
fn payloads() -> Vec<String> {
    let plain = [
        "<script>alert(1)</script>",
        "<img/src=x/onerror=alert(1)>",
        "\"><svg/onload=alert(1)>",
        "'-alert(1)-'",
        "javascript:alert(1)",
        "</title><script>alert(1)</script>",
        "</style><script>alert(1)</script>",
        "{{constructor.constructor('alert(1)')()}}",
        "${alert(1)}",
        "<!--",
        "-->",
        "]]>",
        "%s%n%x",
        "{0}",
        "\\u003cscript\\u003e",
        "&lt;script&gt;",
        "&#60;script&#62;",
        "//evil.example/x",
        "https://evil.example/",
        "CANARY",
    ];
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let mut payloads: Vec<String> = plain.iter().map(|text| encode(text)).collect();
    payloads.extend(plain.iter().map(|text| encode(&encode(text))));
    // hyper refuses a target with these bytes bare: only what a request line can hold.
    payloads.extend(
        plain
            .iter()
            .filter(|text| !text.contains(['<', '>', '"', '{', '}', '\\', '$', '#']))
            .map(|&text| text.into()),
    );
    payloads.extend(
        ["%0d%0aSet-Cookie:%20a=b", "%0aLocation:%20https://evil.example", "%00", "%ff%fe", "%u003c"]
            .map(Into::into),
    );
    payloads
}

#[tokio::test]
async fn fault_086_no_answer_leaks_the_code() {
    let login = Login::start().await;
    let evil = "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n";
    let callback = format!("/callback?code=CANARY&state={STATE}");
    let redirect = login.get(&callback).await;
    let mut answers = vec![
        login.get("/favicon.ico").await,
        login.get("/callback?code=CANARY&state=wrong").await,
        login.send(login.request("POST", &callback)).await,
        login.send(evil).await,
    ];
    answers.push(login.get(redirect.header("location").unwrap()).await);
    assert_eq!(redirect.status, 303);
    assert_eq!(redirect.header("location"), Some("/done"), "the code stays in the address bar");
    answers.push(redirect);
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 303, 400, 404, 405, 421]);
    for answer in &answers {
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{answer:?}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{answer:?}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{answer:?}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; "), "{policy}");
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{policy}");
        for outside in ["://", "src=", "href=", "<script", "<link", "@import", "url("] {
            assert!(!answer.body.contains(outside), "{outside} in {answer:?}");
        }
        assert!(!format!("{answer:?}").contains("CANARY"));
    }
    login.outcome().await.unwrap();
}
