import Foundation
import SetiaCore
import SetiaService
import Testing

@testable import SetiaWeb

@Suite("Texts of pages")
struct TextsTests {
    private let english = Texts.of(.en)

    @Test("each language says all that English says", arguments: [Language.ms, .id, .th])
    func nothingIsMissing(language: Language) {
        let wanted = english.keys.filter { !$0.hasSuffix(".one") }
        #expect(Texts.of(language).keys == wanted)
    }

    @Test("each language has the places for values that English has", arguments: [Language.ms, .id, .th])
    func placesAgree(language: Language) {
        let texts = Texts.of(language)
        for key in texts.keys {
            #expect(places(in: texts.raw(key) ?? "") == places(in: english.raw(key) ?? ""), "\(key)")
        }
    }

    @Test("nothing was left in English", arguments: [Language.ms, .id, .th])
    func writtenAfresh(language: Language) {
        let texts = Texts.of(language)
        // Long sentences that are the same in two languages were forgotten, not agreed upon.
        let same = texts.keys.filter { key in
            texts.raw(key) == english.raw(key) && (english.raw(key)?.count ?? 0) > 25
        }
        #expect(same.isEmpty)
    }

    @Test("every text that a template asks for is there")
    func templatesFindTheirTexts() throws {
        for (name, source) in Templates.sources {
            for key in matches(of: #/\{\{\s*t\.([A-Za-z.]+)\s*\}\}/#, in: String(decoding: source, as: UTF8.self)) {
                #expect(english.raw(key) != nil, "\(name): \(key)")
                // A name that is a text itself hides those that begin with it.
                var outer = key.split(separator: ".").dropLast()
                while !outer.isEmpty {
                    #expect(english.raw(outer.joined(separator: ".")) == nil, "\(name): \(key)")
                    outer = outer.dropLast()
                }
            }
        }
    }

    @Test("every text that code asks for by name is there")
    func codeFindsItsTexts() throws {
        for key in try sources.flatMap({ matches(of: #/say\(\s*"([A-Za-z0-9.]+)"/#, in: $0) }) {
            let isThere = english.raw(key) != nil || english.raw("\(key).other") != nil
            #expect(isThere, "\(key)")
        }
    }

    @Test("every value of what has a fixed set of values has its text")
    func valuesHaveTexts() {
        var keys: [String] = []
        keys += Role.allCases.map { "role.\($0.rawValue)" }
        keys += Permission.allCases.map { "permission.\($0.rawValue)" }
        keys += AuditAction.allCases.map { "action.\($0.rawValue)" }
        keys += StaffStatus.allCases.map { "staffStatus.\($0.rawValue)" }
        keys += StaffField.allCases.map { "field.\($0.rawValue)" }
        keys += MemberStatus.allCases.map { "status.\($0.rawValue)" }
        keys += Entry.Kind.allCases.map { "entry.\($0.rawValue)" }
        keys += EventType.allCases.map { "event.\($0.rawValue)" }
        keys += APIScope.allCases.map { "scope.\($0.rawValue)" }
        keys += IdentityKind.allCases.map { "identity.\($0.rawValue)" }
        keys += ApprovalRequest.State.allCases.map { "request.\($0.rawValue)" }
        keys += Shortfall.allCases.map { "shortfall.\($0.rawValue)" }
        keys += Theme.allCases.map { "theme.\($0.rawValue)" }
        keys += (1...12).map { "month.\($0)" }
        for key in keys { #expect(english.raw(key) != nil, "\(key)") }
    }

    @Test("no text stands in a catalogue that nobody asks for")
    func nothingIsUnused() throws {
        let code = try sources.joined()
        let named = Set(matches(of: #/"([A-Za-z0-9.:-]+)"/#, in: code))
        let families = Set(matches(of: #/"([A-Za-z.]+\.)\\\(/#, in: code))
        var inTemplates: Set<String> = []
        for source in Templates.sources.values {
            inTemplates.formUnion(
                matches(of: #/\{\{\s*t\.([A-Za-z.]+)\s*\}\}/#, in: String(decoding: source, as: UTF8.self))
            )
        }
        for key in english.keys {
            let plain = key.hasSuffix(".one") ? key.dropLast(4) : key.hasSuffix(".other") ? key.dropLast(6) : key[...]
            let isTitleOrText = ["title", "text", "button"].contains { plain.hasSuffix(".\($0)") }
            let stem = String(plain.split(separator: ".").dropLast().joined(separator: "."))
            let isAsked =
                named.contains(String(plain)) || inTemplates.contains(key) || families.contains { key.hasPrefix($0) }
                || (isTitleOrText
                    && (named.contains(stem) || named.contains(stem.split(separator: ".").last.map(String.init) ?? "")))
            #expect(isAsked, "\(key)")
        }
    }

    @Test("a number takes the form of its language")
    func plurals() {
        #expect(english.say("stores.caption", count: 1) == "1 store")
        #expect(english.say("stores.caption", count: 1_200) == "1,200 stores")
        #expect(Texts.of(.id).say("stores.caption", count: 1_200).contains("1.200"))
    }

    @Test("values stand where the text has their places, and are not read as places themselves")
    func valuesAreNotRead() {
        let texts = Texts(language: .en, source: "greeting = Hello {name}, {other}")
        #expect(texts.say("greeting", ["name": "{other}", "other": "x"]) == "Hello {other}, x")
    }

    private func places(in text: String) -> Set<String> {
        Set(matches(of: #/\{([a-z]+)\}/#, in: text))
    }

    private func matches(of pattern: Regex<(Substring, Substring)>, in text: String) -> [String] {
        text.matches(of: pattern).map { String($0.output.1) }
    }

    /// The Swift files of the room.
    private var sources: [String] {
        get throws {
            let room = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "Sources/SetiaWeb")
            let files = FileManager.default.enumerator(at: room, includingPropertiesForKeys: nil)
            return try (files?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
                .map { try String(contentsOf: $0, encoding: .utf8) }
        }
    }
}
