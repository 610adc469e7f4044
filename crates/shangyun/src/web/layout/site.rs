//! What is the same on every page: the portal's name, its host, its menu. Comes from the city's configuration.

use axum::http::HeaderValue;

use crate::lang::Lang;
use crate::web::security::client::Network;

/// A name with its English partner.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Named {
    /// 中文.
    pub zh: String,
    /// English.
    pub en: String,
}

/// The particulars of one installation.
#[derive(Clone, Debug)]
pub struct Site {
    /// The city's portal, such as 沈阳市企业上云服务平台.
    pub portal: Named,
    /// 主办单位.
    pub host: Named,
    /// Whom to ask, with telephone and hours.
    pub contact: Named,
    /// Lines at the foot as they stand, such as the ICP number and the site's mark.
    pub records: Vec<String>,
    /// The public menu.
    pub menu: Vec<MenuItem>,
    /// Where the accessibility statement is.
    pub accessibility: String,
    /// Where one signs in; nothing hides the link.
    pub sign_in: Option<String>,
    /// Whether readers come by TLS, at this program or at a proxy before it.
    pub https: bool,
    /// The origin readers see, such as `https://cloud.example.gov.cn`; without it the `Host` header is believed.
    pub origin: Option<String>,
    /// The proxies before this program whose word about addresses counts.
    pub proxies: Vec<Network>,
    /// The key under which form tokens are made. Random, the same in all processes of one installation.
    pub form_key: [u8; 32],
    /// Whether this is the demo city.
    pub demo: bool,
}

/// One entry of the public menu.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// Key of its words.
    pub key: &'static str,
    /// Where it leads.
    pub href: String,
}

impl Named {
    /// Both names.
    pub fn new(zh: &str, en: &str) -> Self {
        Self { zh: zh.to_owned(), en: en.to_owned() }
    }

    /// The name in the reader's language.
    pub fn show(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

impl Site {
    /// A site with nothing but a name: no host, contact, records or sign-in yet.
    pub fn named(portal: Named, form_key: [u8; 32]) -> Self {
        Self {
            portal,
            host: Named::default(),
            contact: Named::default(),
            records: Vec::new(),
            menu: MenuItem::usual(),
            accessibility: "/accessibility".to_owned(),
            sign_in: None,
            https: false,
            origin: None,
            proxies: Vec::new(),
            form_key,
            demo: false,
        }
    }

    /// The name of a cookie that must stay on this host: with `__Host-` where TLS allows it.
    pub fn cookie_name(&self, name: &str) -> String {
        if self.https { format!("__Host-{name}") } else { name.to_owned() }
    }

    /// A cookie for this host alone, out of reach of scripts, ended with the browser or after `seconds`.
    pub fn cookie(&self, name: &str, value: &str, seconds: Option<u32>) -> Option<HeaderValue> {
        let name = self.cookie_name(name);
        let secure = if self.https { "; Secure" } else { "" };
        let life = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        HeaderValue::try_from(format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{life}")).ok()
    }
}

impl MenuItem {
    /// The menu of a city that has not made its own.
    pub fn usual() -> Vec<Self> {
        let items = [
            ("menu-policies", "/policies"),
            ("menu-estimate", "/estimate"),
            ("menu-providers", "/providers"),
            ("menu-disclosure", "/disclosure"),
            ("menu-query", "/query"),
        ];
        items.into_iter().map(|(key, href)| Self { key, href: href.to_owned() }).collect()
    }
}
