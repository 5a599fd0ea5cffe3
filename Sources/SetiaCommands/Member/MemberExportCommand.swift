internal import ArgumentParser
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia member export`: the list as a table.
struct MemberExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the list of members as CSV to standard output.",
        discussion: """
            Names are in clear, numbers and addresses hinted at. A name that a spreadsheet would take for a formula \
            gets an apostrophe in front. All that is kept of members is exported by setia export.

            EXAMPLES
              setia member export > members.csv
              setia member export --level gold --bom > gold.csv
              setia member export --text siti --status active > siti.csv
            """
    )

    @Option(help: "Only those who are found by this.")
    var text = ""

    @Flag(help: "Begin with a byte order mark, by which Excel knows UTF-8.")
    var bom = false

    @OptionGroup var filter: MemberFilterOptions
    @OptionGroup var brand: BrandOptions

    func run() async throws {
        try await reporting {
            let query = try filter.query(text: text)
            try await brand.withBrand { brand in
                try await brand.fillSearch()
                let shell = Shell.current
                shell.out((bom ? csvByteOrderMark : "") + csvRow(MemberRow.columns))
                let count = try await brand.service.exportMembers(query) { rows in
                    shell.out(rows.map { csvRow($0.cells) }.joined())
                }
                shell.note("\(grouped(Int64(count))) members; the file holds names in clear")
            }
        }
    }
}
