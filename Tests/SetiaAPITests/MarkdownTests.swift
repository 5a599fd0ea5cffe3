import Testing

@testable import SetiaAPI

@Suite("Markdown as HTML")
struct MarkdownTests {
    private func html(_ text: String) -> String { Markdown().render(text).html }

    @Test("HTML in a text shows itself and does nothing, in words, code, tables and links")
    func escapes() {
        for text in [
            "<script>alert(1)</script>", "`<script>`", "| a |\n|---|\n| <script> |", "- <script>", "# <script>",
            "```\n<script>\n```", "[<script>](https://example.com/<script>)", "*<script>*", "**<script>**",
        ] {
            #expect(!html(text).contains("<script"), "\(text)")
        }
    }

    @Test(
        "a link leads to this page, this server or the web, and never runs anything",
        arguments: ["javascript:alert(1)", "data:text/html,x", "//example.com", "JAVASCRIPT:x", "http://example.com"]
    )
    func unsafeLinks(target: String) {
        #expect(html("[here](\(target))") == "<p>here</p>\n")
    }

    @Test("a link to what is not served is its words")
    func nowhere() {
        #expect(Markdown(address: { _ in nil }).render("See [a `b`](c.md).").html == "<p>See a <code>b</code>.</p>\n")
    }

    @Test("headings are linked as GitHub links them, and two of one name are two")
    func anchors() {
        let rendered = Markdown().render("# E-1: What is, and isn't\n## `a` b\n## a b")
        #expect(rendered.headings.map(\.anchor) == ["e-1-what-is-and-isnt", "a-b", "a-b-1"])
        #expect(rendered.html.contains("<h2 id=\"a-b-1\">a b</h2>"))
    }

    @Test("words in asterisks may hold code, and an asterisk alone is one")
    func emphasis() {
        #expect(html("**a `*b*` c** *d* 2 * 3") == "<p><strong>a <code>*b*</code> c</strong> <em>d</em> 2 * 3</p>\n")
    }

    @Test("lists stand in lists, numbered or not, and hold code")
    func lists() {
        let text = "- one\n  goes on\n  - inner\n- two\n\n  ```sh\n  a\n    b\n  ```\n\n1. first\n2. second"
        let wanted =
            "<ul>\n<li>one goes on\n<ul>\n<li>inner</li>\n</ul>\n</li>\n<li>two\n"
            + "<pre class=\"request\" role=\"group\" aria-label=\"Commands: \" tabindex=\"0\"><code>a\n  b</code></pre>\n</li>\n"
            + "</ul>\n<ol>\n<li>first</li>\n<li>second</li>\n</ol>\n"
        #expect(html(text) == wanted)
    }

    @Test("a table keeps empty cells and bars of its text; where no column has a name, the first cells name the rows")
    func tables() {
        let table = html("| a | n |\n|---|--:|\n| x \\| y | |")
        let head = "<thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"number\">n</th></tr></thead>"
        #expect(table.contains(head))
        #expect(table.contains("<tr><td>x | y</td><td class=\"number\"></td></tr>"))
        let nameless = html("| | |\n|---|---|\n| x | y |")
        #expect(!nameless.contains("<thead>"))
        #expect(nameless.contains("<tr><th scope=\"row\">x</th><td>y</td></tr>"))
    }
}
