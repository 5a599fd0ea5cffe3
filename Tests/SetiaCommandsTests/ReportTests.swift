import JSONText
import SetiaServer
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("The report as a file")
struct ReportTests {
    @Test("one HTML file in each language, which needs nothing else and names no member")
    func html() async throws {
        try await withBench { bench in
            #expect(await bench.run("demo", "--members", "80", "--until", "2026-03-01").status == 0)
            var seen: Set<String> = []
            for language in Language.allCases.map(\.rawValue) {
                let file = "report-\(language).html"
                let run = await bench.run(
                    "report",
                    "--html",
                    "--language",
                    language,
                    "--output",
                    bench.path(file)
                )
                #expect(
                    run.status == 0 && run.out.isEmpty && run.err.hasSuffix("the report is in DIR/\(file)\n"),
                    "\(run.err)"
                )
                let html = try bench.read(file)
                #expect(html.hasPrefix("<!doctype html>\n<html lang=\"\(language)\">") && html.hasSuffix("</html>\n"))
                #expect(html.contains("Kopi Setia") && html.contains("size: A4") && html.contains("shade-"))
                // Nothing is fetched, nothing runs, no text is missing, nothing is left over of the template.
                for wrong in [
                    "http:", "https:", "src=", "href=", "<script", "@import", "url(", "{{", "/console", "@example",
                ] {
                    #expect(!html.contains(wrong), "\(language): \(wrong)")
                }
                #expect(!html.contains(/(customers|report|home)\.[a-zA-Z]/), "\(language)")
                seen.insert(html)
            }
            #expect(seen.count == 4)
            let people = await bench.run("member", "list", "--json", "--limit", "5")
            let html = try bench.read("report-en.html")
            for member in try JSON.parse(people.out)["members"]?.array ?? [] {
                if let name = member["name"]?.string { #expect(!html.contains(name)) }
                if let id = member["id"]?.string { #expect(!html.contains(id)) }
            }
        }
    }

    @Test("the terminal and the JSON have the sections that the page has")
    func sections() async throws {
        try await withBench { bench in
            #expect(await bench.run("demo", "--members", "80", "--until", "2026-03-01").status == 0)
            let file = await bench.run("report", "--json")
            #expect(file.status == 0, "\(file.err)")
            let sections = try #require(try JSON.parse(file.out)["sections"]?.array)
            let keys = sections.compactMap { $0["section"]?.string }
            #expect(
                Set(keys) == [
                    "returning", "segments", "outlook", "measures", "phases", "points", "worth", "bought", "brands",
                ],
                "\(keys)"
            )
            let text = await bench.run("report")
            for section in sections {
                let title = try #require(section["title"]?.string)
                #expect(text.status == 0 && text.out.contains("\n\n\(title)\n"), "\(title)")
            }
            // What each figure counts stands in all forms, once.
            let definitions = try #require(try JSON.parse(file.out)["definitions"]?.array)
            let names = definitions.compactMap { $0["name"]?.string }
            #expect(
                Set(names).count == names.count && names.contains("retention") && names.contains("points liability")
            )
            for name in names { #expect(text.out.contains("\n\(name) (version 1): "), "\(name)") }
            let page = await bench.run("report", "--html", "--language", "en").out
            for title in [
                "Coming back", "Who they are", "Measures", "Phases", "Points owed", "Worth", "Bought or real",
                "Brand loyalty",
            ] {
                #expect(page.contains("<h2>\(title)</h2>"), "\(title)")
            }
        }
    }

    @Test("the programme's own language is taken where none is named")
    func ownLanguage() async throws {
        try await withBench { bench in
            try await bench.publish()
            let run = await bench.run("report", "--html")
            #expect(run.status == 0 && run.out.contains("<html lang=\"en\">"), "\(run.err)")
            #expect(run.out.contains("Nothing to measure yet"))
        }
    }

    @Test(
        "forms that do not go together are refused before anything is read",
        arguments: [
            (["--html", "--json"], "give one"), (["--html", "--cohorts"], "leave --cohorts out"),
            (["--language", "th"], "goes with --html"), (["--html", "--language", "fr"], "'fr' is none"),
        ]
    )
    func refused(arguments: [String], reason: String) async throws {
        try await withBench { bench in
            let run = await bench.run(["report"] + arguments)
            #expect(run.status == 64 && run.err.contains(reason), "\(run.err)")
        }
    }

    @Test("a file that is there already is left alone, and a report of nothing is not begun")
    func output() async throws {
        try await withBench { bench in
            let missing = await bench.run("report", "--output", bench.path("new.txt"))
            #expect(missing.status == 66)
            #expect((try? bench.read("new.txt")) == nil)
            try await bench.publish()
            let kept = try bench.write("kept.json", "mine")
            let run = await bench.run("report", "--json", "--output", kept)
            #expect(run.status == 73 && run.err.contains("cannot be made"), "\(run.err)")
            #expect(try bench.read("kept.json") == "mine")
            let fresh = await bench.run("report", "--json", "--output", bench.path("new.json"))
            #expect(fresh.status == 0)
            #expect(try JSON.parse(try bench.read("new.json"))["customers"]?.int64 == 0)
        }
    }
}
