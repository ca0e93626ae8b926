import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/** Ranks the questions of a file of rows with Lucene's BM25; used by benchmarks/peers_engines.py. */
class PeersLucene {
    static Analyzer analyzer(String name) {
        switch (name) {
            case "cjk": return new CJKAnalyzer();
            case "english": return new EnglishAnalyzer();
            default: return new StandardAnalyzer();
        }
    }

    public static void main(String[] arguments) throws Exception {
        List<String> rows = Files.readAllLines(Path.of(arguments[0]), StandardCharsets.UTF_8);
        int depth = Integer.parseInt(arguments[1]);
        StringBuilder told = new StringBuilder();
        for (String name : Arrays.copyOfRange(arguments, 2, arguments.length)) {
            Analyzer analyzer = analyzer(name);
            ByteBuffersDirectory directory = new ByteBuffersDirectory();
            List<String> questions = new ArrayList<>();
            try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
                for (String row : rows) {
                    String[] parts = row.split("\t", -1);
                    if (parts[0].equals("Q")) {
                        questions.add(parts[1]);
                        continue;
                    }
                    Document document = new Document();
                    document.add(new TextField("heading", parts[1], Field.Store.NO));
                    document.add(new TextField("text", parts[2], Field.Store.NO));
                    writer.addDocument(document);
                }
                writer.forceMerge(1);
            }
            IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(directory));
            QueryBuilder builder = new QueryBuilder(analyzer);
            long start = System.nanoTime();
            for (String question : questions) {
                BooleanQuery.Builder query = new BooleanQuery.Builder();
                for (String field : List.of("heading", "text")) {
                    Query part = builder.createBooleanQuery(field, question);
                    if (part != null) query.add(part, BooleanClause.Occur.SHOULD);
                }
                StringJoiner hits = new StringJoiner(" ");
                for (ScoreDoc hit : searcher.search(query.build(), depth).scoreDocs) hits.add("" + hit.doc);
                told.append(name + "\thits\t" + hits + "\n");
            }
            double milliseconds = (System.nanoTime() - start) / 1e6 / questions.size();
            told.append(name + "\ttime\t" + milliseconds + "\n");
        }
        System.out.print(told);
    }
}
