internal import HTTPTypes
internal import Hummingbird
internal import SetiaDocuments
internal import SetiaWire

extension API {
    /// The API's own description, for programs and for people, and the guides.
    var documentEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/openapi.yaml", needs: nil) { _, _ in
                response(Documents.openapi, type: "application/yaml").guarded
            },
            Endpoint(.get, "/docs", needs: nil) { _, _ in
                response(startPage, type: "text/html; charset=utf-8").guarded
            },
            Endpoint(.get, "/docs/api", needs: nil) { _, _ in
                response(try referencePage.get(), type: "text/html; charset=utf-8").guarded
            },
            Endpoint(.get, "/docs/style.css", needs: nil) { _, _ in
                response(Documents.style, type: "text/css; charset=utf-8").guarded
            },
            // The router does not turn back from `rules` or `operating`, so their first pages have routes of their own.
            Endpoint(.get, "/docs/rules", needs: nil) { request, _ in try guide(at: request.uri.path) },
            Endpoint(.get, "/docs/operating", needs: nil) { request, _ in try guide(at: request.uri.path) },
            Endpoint(.get, "/docs/{guide}", needs: nil) { request, _ in try guide(at: request.uri.path) },
            Endpoint(.get, "/docs/rules/{page}", needs: nil) { request, _ in try guide(at: request.uri.path) },
            Endpoint(.get, "/docs/operating/{page}", needs: nil) { request, _ in try guide(at: request.uri.path) },
            Endpoint(.get, "/docs/insight/{page}", needs: nil) { request, _ in try guide(at: request.uri.path) },
        ]
    }

    private func guide(at path: String) throws -> Response {
        guard let page = guidePages[path] else { throw Problem.notFound("guide; /docs lists them") }
        return response(page, type: "text/html; charset=utf-8").guarded
    }
}

// The pages, made when they are first asked for.

private let referencePage = Result {
    let text = String(decoding: Documents.openapi, as: UTF8.self)
    return Array(DocsPage(document: try jsonValue(ofYAML: text)).html.utf8)
}

private let startPage = Array(GuidePage(guides: Guide.all).start.utf8)

private let guidePages: [String: [UInt8]] = {
    let pages = GuidePage(guides: Guide.all)
    return Dictionary(uniqueKeysWithValues: Guide.all.map { ($0.path, Array(pages.page($0).utf8)) })
}()

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
