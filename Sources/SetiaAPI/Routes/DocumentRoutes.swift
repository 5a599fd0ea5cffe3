internal import HTTPTypes
internal import Hummingbird
internal import SetiaWire

extension API {
    /// The API's own description, for programs and for people.
    var documentEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/openapi.yaml", needs: nil) { _, _ in
                response(PackageResources.openapi_yaml, type: "application/yaml").guarded
            },
            Endpoint(.get, "/docs", needs: nil) { _, _ in
                response(try page.get(), type: "text/html; charset=utf-8").guarded
            },
            Endpoint(.get, "/docs/style.css", needs: nil) { _, _ in
                response(PackageResources.docs_css, type: "text/css; charset=utf-8").guarded
            },
        ]
    }
}

/// The page, made when it is first asked for.
private let page = Result {
    let text = String(decoding: PackageResources.openapi_yaml, as: UTF8.self)
    return Array(DocsPage(document: try jsonValue(ofYAML: text)).html.utf8)
}

extension Response {
    /// The same for a browser that shows it: it may load our style sheet and nothing else, and run nothing.
    fileprivate var guarded: Response {
        var answer = self
        answer.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        answer.headers[.xContentTypeOptions] = "nosniff"
        if let policy = HTTPField.Name("Referrer-Policy") { answer.headers[policy] = "no-referrer" }
        answer.headers[.cacheControl] = "no-cache"
        return answer
    }
}
