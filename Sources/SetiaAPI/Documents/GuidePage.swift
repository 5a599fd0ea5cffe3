/// The pages at `/docs`: the list of guides, and each guide as its file says it.
///
/// They work without scripts, and without a style sheet too.
struct GuidePage {
    let guides: [Guide]

    /// The start page.
    var start: String {
        let shelves = Guide.Shelf.allCases.map { shelf in
            let items = guides.filter { $0.shelf == shelf }.map { item($0.path, $0.title, $0.summary) }
            let reference = shelf == .using ? [referenceItem] : []
            return """
                <section>
                <h2 id="\(anchor(shelf.rawValue))">\(escaped(shelf.rawValue))</h2>
                <ul class="guides">
                \((items + reference).joined())</ul>
                </section>

                """
        }
        let content = """
            <h1>Setia</h1>
            <p>Loyalty that a brand runs itself: a purchase comes in, points go out, and every point can say why.</p>
            \(shelves.joined())
            """
        return page(titled: "Documentation", at: "/docs", content)
    }

    /// A guide, with what stands before and after it.
    func page(_ guide: Guide) -> String {
        let rendered = Markdown(address: { address($0, from: guide.file) })
            .render(String(decoding: guide.text, as: UTF8.self))
        let chapters = rendered.headings.filter { $0.level == 2 }
        return page(
            titled: guide.title,
            at: guide.path,
            insert(contents(chapters), after: "</h1>\n", in: rendered.html) + neighbours(of: guide)
        )
    }

    /// Where a link of a file leads on the server.
    ///
    /// - Parameters:
    ///   - target: As the file says it: `rules/earning.md#e-1`, `../operating.md`, `#here`, `https://…`.
    ///   - file: Where it stands, below `docs/`.
    /// - Returns: The address; none where what it names is not served.
    func address(_ target: String, from file: String) -> String? {
        if target.hasPrefix("#") || target.hasPrefix("https://") { return target }
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        var place = ["docs"] + file.split(separator: "/").dropLast().map { String($0) }
        for step in parts[0].split(separator: "/") where step != "." {
            if step == ".." { _ = place.popLast() } else { place.append(String(step)) }
        }
        let path = place.joined(separator: "/")
        if path == "openapi.yaml" { return "/docs/api" }
        guard let guide = guides.first(where: { "docs/\($0.file)" == path }) else { return nil }
        return guide.path + (parts.count > 1 ? "#\(parts[1])" : "")
    }

    // MARK: - Pieces

    private func page(titled title: String, at path: String, _ content: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(escaped(title)) · Setia</title>
        <link rel="stylesheet" href="/docs/style.css">
        </head>
        <body class="guide">
        <a class="skip" href="#content">To the content</a>
        <header>
        <p><a href="/docs">Setia documentation</a> <a class="to-guides" href="#guides">All guides</a></p>
        </header>
        <main id="content">
        \(content)</main>
        <nav id="guides" aria-label="Guides">
        \(shelves(current: path))</nav>
        </body>
        </html>

        """
    }

    private func item(_ path: String, _ title: String, _ summary: String) -> String {
        "<li><a href=\"\(path)\">\(escaped(title))</a> <span>\(escaped(summary))</span></li>\n"
    }

    private var referenceItem: String {
        item("/docs/api", "API reference", "Every address, field and problem, with examples that are tested.")
    }

    private func shelves(current path: String) -> String {
        Guide.Shelf.allCases.map { shelf in
            var links = guides.filter { $0.shelf == shelf }.map { (path: $0.path, title: $0.title) }
            if shelf == .using { links.append((path: "/docs/api", title: "API reference")) }
            let items = links.map { link in
                let current = link.path == path ? " aria-current=\"page\"" : ""
                return "<li><a href=\"\(link.path)\"\(current)>\(escaped(link.title))</a></li>\n"
            }
            return "<section><h2>\(escaped(shelf.rawValue))</h2>\n<ul>\n\(items.joined())</ul></section>\n"
        }.joined()
    }

    private func contents(_ chapters: [Markdown.Heading]) -> String {
        guard chapters.count > 2 else { return "" }
        let items = chapters.map { "<li><a href=\"#\($0.anchor)\">\(Markdown().inline($0.title))</a></li>\n" }
        return "<nav class=\"contents\" aria-label=\"On this page\">\n<ul>\n\(items.joined())</ul>\n</nav>\n"
    }

    private func insert(_ piece: String, after mark: String, in html: String) -> String {
        guard let place = html.firstRange(of: mark) else { return piece + html }
        return html[..<place.upperBound] + piece + html[place.upperBound...]
    }

    private func neighbours(of guide: Guide) -> String {
        guard let place = guides.firstIndex(where: { $0.file == guide.file }) else { return "" }
        var links: [String] = []
        if place > 0 {
            let before = guides[place - 1]
            links.append("<a rel=\"prev\" href=\"\(before.path)\">Before: \(escaped(before.title))</a>")
        }
        if place + 1 < guides.count {
            let next = guides[place + 1]
            links.append("<a rel=\"next\" href=\"\(next.path)\">Next: \(escaped(next.title))</a>")
        }
        return "<p class=\"neighbours\">\(links.joined(separator: " "))</p>\n"
    }
}
