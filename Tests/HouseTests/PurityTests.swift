import Foundation
import Testing

@Suite("The rooms of the house")
struct PurityTests {
    static let pure = ["JSONText", "SQLBase", "Expressions", "MailText"]

    @Test("a pure room imports nothing", arguments: pure)
    func importsNothing(room: String) throws {
        for file in try House.sources(of: room) {
            let imports = file.lines.filter {
                $0.text.wholeMatch(of: #/\s*((package|public|internal|private)\s+)?import\s.*/#) != nil
            }
            #expect(imports.isEmpty, "\(file.name)")
        }
    }

    @Test("the core imports the language of its conditions and nothing else")
    func coreImportsExpressions() throws {
        for file in try House.sources(of: "SetiaCore") {
            for line in file.lines where line.text.contains("import ") && !line.isComment {
                #expect(line.text == "internal import Expressions", "\(file.name):\(line.number)")
            }
        }
    }

    @Test("the rules of conversation import the core and nothing else")
    func careImportsTheCore() throws {
        for file in try House.sources(of: "SetiaCare") {
            for line in file.lines where line.text.contains("import ") && !line.isComment {
                #expect(line.text.hasSuffix("import SetiaCore"), "\(file.name):\(line.number)")
            }
        }
    }

    @Test("the measuring room imports the core, and the C library for its logarithms, and nothing else")
    func insightImportsTheCore() throws {
        for file in try House.sources(of: "SetiaInsight") {
            for line in file.lines where line.text.contains("import ") && !line.isComment {
                let isFit = line.text.hasSuffix("import SetiaCore") || line.text == "internal import Glibc"
                #expect(isFit, "\(file.name):\(line.number)")
            }
        }
    }

    @Test("the demo's story is made of a seed and a moment: it knows no clock and no chance but its own")
    func demoIsPure() throws {
        let banned = [
            "Date", "UUID", "ContinuousClock", "SystemRandomNumberGenerator", "random", "shuffled", "randomElement",
            "hashValue", "Foundation", "Glibc",
        ]
        // An id's random bits are handed in under this name.
        for file in try House.sources(of: "SetiaDemo") {
            for line in file.lines where !line.isComment {
                let code = line.withoutTexts.replacing("random: (", with: "(")
                let words = code.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map { String($0) }
                for word in banned where words.contains(word) {
                    Issue.record("\(file.name):\(line.number) has '\(word)'")
                }
            }
        }
    }

    @Test(
        "the core and the rules of conversation know no clock, no chance, no floating point, no task and no class",
        arguments: ["SetiaCore", "SetiaCare"]
    )
    func coreIsPure(room: String) throws {
        let banned = [
            "Double", "Float", "Float16", "CGFloat", "Date", "UUID", "ContinuousClock", "SystemRandomNumberGenerator",
            "random", "print", "class", "actor", "async", "await", "Task", "unsafe", "nonisolated",
        ]
        for file in try House.sources(of: room) {
            for line in file.lines where !line.isComment {
                let words = line.withoutTexts.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map { String($0) }
                for word in banned where words.contains(word) {
                    // An id's random bits are handed in under this name.
                    if word == "random", file.name == "Identifier.swift" { continue }
                    Issue.record("\(file.name):\(line.number) has '\(word)'")
                }
            }
        }
    }

    @Test(
        "the core and the rules of conversation take no order from a dictionary or a set: they keep neither",
        arguments: ["SetiaCore", "SetiaCare"]
    )
    func coreKeepsNoUnorderedCollections(room: String) throws {
        for file in try House.sources(of: room) {
            for line in file.lines where !line.isComment {
                let code = line.withoutTexts
                #expect(
                    !code.contains("Dictionary") && !code.contains("Set<")
                        && code.firstMatch(of: #/\[\w+\s*:\s*\w+\]/#) == nil,
                    "\(file.name):\(line.number)"
                )
            }
        }
    }

    @Test("what the core compares as text is a key, which is compared by its bytes")
    func coreComparesBytes() throws {
        // `String` equality is canonical equivalence: "é" composed and decomposed would be one id.
        for file in try House.sources(of: "SetiaCore") {
            for line in file.lines where !line.isComment {
                let code = line.withoutTexts
                let holdsText = code.firstMatch(of: #/(let|var) \w+: (String|\[String\])\??$/#) != nil
                guard holdsText else { continue }
                let allowed = [
                    "Key.swift", "Condition.swift", "ConditionParser.swift", "ExpressionTest.swift", "Programme.swift",
                    "Shop.swift", "RecurrenceText.swift",
                ]
                #expect(allowed.contains(file.name), "\(file.name):\(line.number) keeps a String: \(code)")
            }
        }
    }

    @Test("arrows between rooms point down only")
    func arrowsPointDown() throws {
        let floors: [String: Int] = [
            "JSONText": 1, "SQLBase": 1, "Expressions": 1, "CEmbedded": 1, "SetiaDocuments": 2, "SetiaPages": 2,
            "SetiaCore": 2, "MailText": 1, "SetiaCare": 3, "SetiaInsight": 3, "SQLiteDriver": 2,
            "SetiaService": 4,
            "CArgon2": 1, "CCurl": 1, "CQREncode": 1, "CSpawn": 1, "CZlib": 1, "SetiaWire": 4, "SetiaDemo": 5,
            "SetiaStore": 5, "SetiaVault": 5, "SetiaChannels": 5, "SetiaAPI": 5, "SetiaWeb": 5, "SetiaTesting": 5,
            "SetiaServer": 6,
            "SetiaSimulator": 6, "setia-simulate": 7,
            "SetiaCommands": 7, "setia": 8,
        ]
        for (room, floor) in floors {
            for file in try House.sources(of: room) {
                for line in file.lines where !line.isComment {
                    guard
                        let match = line.text.firstMatch(
                            of: #/^\s*(?:(?:package|public|internal|private)\s+)?import\s+(\w+)/#
                        ),
                        let below = floors[String(match.1)]
                    else { continue }
                    #expect(below < floor, "\(room)/\(file.name) imports \(match.1)")
                }
            }
        }
    }

    @Test("nothing in the project names the place where it was made")
    func namesNoWorkplace() throws {
        let banned = ["/wor" + "k/", ".." + "/shared/spec", "DESIGN" + ".md", "STYLE" + ".md"]
        for file in try House.everything() {
            for word in banned { #expect(!file.text.contains(word), "\(file.name) has '\(word)'") }
        }
    }
}
