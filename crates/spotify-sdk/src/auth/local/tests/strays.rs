//! Requests of others: a browser's own, a preflight, another page's.

use super::support::{Login, STATE};

#[tokio::test]
async fn fault_075_strays_are_turned_away_and_the_login_waits_on() {
    let login = Login::start().await;
    let callback = format!("/callback?code=c&state={STATE}");
    for (method, target, status) in [
        ("GET", "/favicon.ico", 404),
        ("GET", "/", 404),
        ("GET", "/callback/", 404),
        ("GET", "/Callback?code=c", 404),
        ("GET", "/done", 404),
        ("GET", "/.well-known/appspecific/com.chrome.devtools.json", 404),
        ("POST", &callback, 405),
        ("OPTIONS", &callback, 405),
        ("HEAD", &callback, 405),
        ("PUT", &callback, 405),
        ("OPTIONS", "*", 404),
        ("BREW", &callback, 405),
    ] {
        let answer = login.send(login.request(method, target)).await;
        assert_eq!(answer.status, status, "{method} {target}");
        assert_eq!(answer.header("allow"), (status == 405).then_some("GET"), "{method} {target}");
        assert!(login.pending.outcome().is_none(), "{method} {target} ended the login");
    }
    login.succeeds().await;
}

#[tokio::test]
async fn fault_075_a_preflight_gets_no_permission() {
    let login = Login::start().await;
    let preflight = format!(
        "OPTIONS /callback?code=c&state={STATE} HTTP/1.1\r\nHost: {}\r\nOrigin: https://evil.example\r\n\
         Access-Control-Request-Method: GET\r\nAccess-Control-Request-Private-Network: true\r\n\r\n",
        login.address
    );
    let answer = login.send(preflight).await;
    assert_eq!(answer.status, 405);
    assert!(!answer.head.to_ascii_lowercase().contains("access-control"), "{answer:?}");
    login.succeeds().await;
}

#[tokio::test]
async fn fault_078_an_empty_line_before_the_request_is_skipped() {
    let login = Login::start().await;
    let request = format!("\r\n{}", login.request("GET", &format!("/callback?code=c&state={STATE}")));
    let answer = login.send(request).await;
    assert_eq!(login.completes(answer).await, format!("?code=c&state={STATE}"));
}

#[tokio::test]
async fn fault_084_another_host_is_refused() {
    let login = Login::start().await;
    let (target, address) = (format!("/callback?code=c&state={STATE}"), login.address);
    let port = address.port();
    for (request, status) in [
        (format!("GET {target} HTTP/1.1\r\nHost: evil.example\r\n\r\n"), 421),
        (format!("GET {target} HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n"), 421),
        (format!("GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"), 421),
        (format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), 421),
        (format!("GET {target} HTTP/1.1\r\nHost: {address}.evil.example\r\n\r\n"), 421),
        (format!("GET {target} HTTP/1.1\r\nHost:\r\n\r\n"), 421),
        (format!("GET http://evil.example{target} HTTP/1.1\r\nHost: {address}\r\n\r\n"), 421),
        (format!("GET http://{address}{target} HTTP/1.1\r\nHost: evil.example\r\n\r\n"), 421),
        (format!("GET {target} HTTP/1.1\r\nHost: {address}\r\nHost: evil.example\r\n\r\n"), 400),
        (format!("GET {target} HTTP/1.1\r\n\r\n"), 400),
        (format!("GET {target} HTTP/1.0\r\n\r\n"), 400),
    ] {
        assert_eq!(login.send(&request).await.status, status, "{request}");
        assert!(login.pending.outcome().is_none(), "{request}");
    }
    login.succeeds().await;
}

#[tokio::test]
async fn an_absolute_target_on_the_right_host_is_a_callback() {
    let login = Login::start().await;
    let address = login.address;
    let request =
        format!("GET http://{address}/callback?code=c&state={STATE} HTTP/1.1\r\nhOST: {address}\r\n\r\n");
    let answer = login.send(request).await;
    assert_eq!(login.completes(answer).await, format!("?code=c&state={STATE}"));
}
