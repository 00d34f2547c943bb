//! A whole login among hostile traffic. The listener's own tests have each attack by itself.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::support::{HANG, TOKEN_REQUEST, builder, by_hand, callback, parameter, sandbox, visit};

#[tokio::test]
async fn a_login_survives_everything_at_once() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let (login, urls) = by_hand(&auth);
    let traffic = std::thread::spawn(move || {
        let url = urls.recv_timeout(HANG).unwrap();
        let redirect_uri = parameter(&url, "redirect_uri").unwrap();
        let address = url::Url::parse(&redirect_uri).unwrap().socket_addrs(|| None).unwrap()[0];
        let silent: Vec<_> = (0..100).map(|_| TcpStream::connect(address).unwrap()).collect();
        let mut slow = TcpStream::connect(address).unwrap();
        slow.write_all(b"GET /callback?code=").unwrap();
        let mut binary = TcpStream::connect(address).unwrap();
        binary.write_all(&[0x16, 0x03, 0x01, 0xff]).unwrap();
        for forged in
            ["error=access_denied", "error=access_denied&state=x", "code=a&state=x", "code=a&code=b", ""]
        {
            assert_eq!(visit(&format!("{redirect_uri}?{forged}")).status, 400, "{forged}");
        }
        assert_eq!(visit(&callback(&url, "code=a&code=b")).status, 400);
        assert_eq!(visit(&format!("http://{address}/favicon.ico")).status, 404);
        let started = Instant::now();
        let page = visit(&url);
        assert!(
            started.elapsed() < Duration::from_secs(5),
            "the browser had to wait: {:?}",
            started.elapsed()
        );
        drop((silent, slow, binary));
        page
    });
    login.await.unwrap();
    let page = traffic.join().unwrap();
    assert!(page.body.contains("<h1>Authorized</h1>"), "{page:?}");
    assert_eq!(sandbox.journal().count(TOKEN_REQUEST), 1);
}

#[tokio::test]
async fn fault_090_nothing_listens_after_a_login() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let (login, urls) = by_hand(&auth);
    let browser = std::thread::spawn(move || {
        let url = urls.recv_timeout(HANG).unwrap();
        visit(&url);
        parameter(&url, "redirect_uri").unwrap()
    });
    login.await.unwrap();
    let address = url::Url::parse(&browser.join().unwrap()).unwrap().socket_addrs(|| None).unwrap()[0];
    assert!(TcpStream::connect(address).is_err(), "the listener is still open");
    // The port is free again at once: the next login on a fixed port works.
    drop(std::net::TcpListener::bind(address).unwrap());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn fault_071_the_kernel_shows_no_foreign_listener() {
    let sandbox = sandbox();
    let auth = builder(&sandbox).build().unwrap();
    let (login, urls) = by_hand(&auth);
    let login = tokio::spawn(login.into_future());
    let url = tokio::task::spawn_blocking(move || urls.recv_timeout(HANG).unwrap()).await.unwrap();
    let redirect_uri = url::Url::parse(&parameter(&url, "redirect_uri").unwrap()).unwrap();
    let port = format!(":{:04X}", redirect_uri.port().unwrap());
    // Listening sockets (state 0A) with this port, as the kernel lists them; 0100007F is 127.0.0.1.
    let listening: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| std::fs::read_to_string(table).ok())
        .flat_map(|table| table.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            (fields[1].ends_with(&port) && fields[3] == "0A").then(|| fields[1].to_owned())
        })
        .collect();
    login.abort();
    assert_eq!(listening, [format!("0100007F{port}")]);
}
