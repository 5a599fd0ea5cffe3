internal import JSONText

/// The reference at `/docs/api`, made from `openapi.yaml`: nothing is said twice.
///
/// It works without scripts, and without a style sheet too.
struct DocsPage {
    let document: JSON

    /// The whole page.
    var html: String {
        let title = text(document["info"], "title")
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(escaped(title)): the API</title>
            <link rel="stylesheet" href="/docs/style.css">
            </head>
            <body>
            <a class="skip" href="#content">To the content</a>
            <header>
            <h1>\(escaped(title)) <small>API \(escaped(text(document["info"], "version")))</small></h1>
            <p>\(inline(text(document["info"], "summary"))) <a href="/docs">All documentation</a> ·
            <a href="/openapi.yaml">openapi.yaml</a></p>
            </header>
            <nav aria-label="Contents">\n\(contents)</nav>
            <main id="content">
            \(introduction)\(tags.map { section($0) }.joined())\(problemSection)\(schemaSection)</main>
            </body>
            </html>

            """
    }

    // MARK: - What there is

    /// One method of one path.
    struct Operation {
        let method: String
        let path: String
        let json: JSON
    }

    var tags: [JSON] { document["tags"]?.array ?? [] }

    func operations(of tag: String) -> [Operation] {
        members(document["paths"]).flatMap { path, methods in
            members(methods).map { Operation(method: $0.key.uppercased(), path: path, json: $0.value) }
        }
        .filter { $0.json["tags"]?.array?.first?.string == tag }
    }

    var schemas: [(key: String, value: JSON)] { members(document["components"]?["schemas"]) }

    /// What a reference names, or the value itself.
    func resolved(_ json: JSON) -> JSON {
        guard let reference = json["$ref"]?.string else { return json }
        return reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
    }

    func members(_ json: JSON?) -> [(key: String, value: JSON)] { json?.object?.members ?? [] }

    func text(_ json: JSON?, _ key: String) -> String { json?[key]?.string ?? "" }

    // MARK: - Sections

    private var contents: String {
        let chapters = headings(in: text(document["info"], "description"))
        var html = list("Read first", chapters.map { (anchor: anchor($0), text: escaped($0)) })
        for tag in tags {
            let links = operations(of: text(tag, "name")).map { operation in
                (anchor: text(operation.json, "operationId"), text: escaped(text(operation.json, "summary")))
            }
            html += list(text(tag, "name"), links)
        }
        return html + list("Look up", [("problems", "Problems"), ("schemas", "Schemas")])
    }

    private func list(_ title: String, _ links: [(anchor: String, text: String)]) -> String {
        let items = links.map { "<li><a href=\"#\($0.anchor)\">\($0.text)</a></li>\n" }.joined()
        return "<section><h2>\(escaped(title))</h2>\n<ul>\n\(items)</ul></section>\n"
    }

    private var introduction: String {
        "<section class=\"introduction\">\n\(markdown(text(document["info"], "description")))</section>\n"
    }

    private func section(_ tag: JSON) -> String {
        let name = text(tag, "name")
        return """
            <section>
            <h2 id="\(anchor(name))">\(escaped(name))</h2>
            \(markdown(text(tag, "description")))\(operations(of: name).map { article($0) }.joined())</section>

            """
    }

    private var problemSection: String {
        let rows = members(document["x-problems"]).map { name, problem in
            let title = "\(escaped(text(problem, "title"))). \(inline(text(problem, "meaning")))"
            let status = problem["status"]?.int64.map { "\($0)" } ?? ""
            return (anchor: "problem-\(name)", cells: [status, "<code>\(escaped(name))</code>", title])
        }
        return """
            <section>
            <h2 id="problems">Problems</h2>
            <p>Every name that a problem's <code>type</code> can end in.</p>
            \(table(["Status", "Name", "What it is, and what to do"], rows, kind: "problems"))</section>

            """
    }

    private var schemaSection: String {
        let articles = schemas.map { name, schema in
            """
            <article class="schema">
            <h3 id="schema-\(name)">\(name)</h3>
            \(self.schema(schema))</article>

            """
        }
        return """
            <section>
            <h2 id="schemas">Schemas</h2>
            <p>A field is always there unless it is marked <small class="optional">optional</small>.</p>
            \(articles.joined())</section>

            """
    }
}
