internal import SetiaCore

/// The menu of the demo brand: sixty things, each named in four languages.
///
/// It stands as a table in `Data/menu.tsv`, prices as on the first day.
package enum Menu {
    /// All of them; others name them by their place here.
    package static let items: [MenuItem] = String(decoding: PackageResources.menu_tsv, as: UTF8.self)
        .split(separator: "\n").dropFirst().map { line in
            guard let item = MenuItem(row: line.split(separator: "\t").map(String.init)) else {
                fatalError("nothing to order: \(line)")
            }
            return item
        }

    /// The places of a category's items.
    static func places(of category: Category) -> [Int] {
        items.indices.filter { items[$0].category == category }
    }
}
