import java.awt.Color;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Element;
import org.gephi.graph.api.Graph;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Interval;
import org.gephi.graph.api.Node;
import org.gephi.graph.api.Table;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Issue;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/** Opens graph files in Gephi without a screen and prints, per file, one line of JSON: what Gephi sees. */
public final class GephiReader {

    public static void main(String[] files) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);  // Gephi may print, too
        for (String file : files) {
            out.println(json(read(new File(file))));
        }
        System.exit(0);
    }

    private static Map<String, Object> read(File file) throws Exception {
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        Workspace workspace = projects.getCurrentWorkspace();
        ImportController imports = Lookup.getDefault().lookup(ImportController.class);
        Container container = imports.importFile(file);
        List<Object> issues = issues(container);  // processing begins a new report
        container.getLoader().setAutoScale(false);
        container.verify();
        issues.addAll(issues(container).subList(issues.size(), issues(container).size()));
        imports.process(container, new DefaultProcessor(), workspace);
        GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace);
        Graph graph = model.getGraph();
        Map<String, Object> seen = new LinkedHashMap<>();
        issues.addAll(issues(container));
        seen.put("issues", issues);
        seen.put("directed", model.isDirected());
        seen.put("dynamic", container.isDynamicGraph());
        seen.put("time_format", model.getTimeFormat().toString());
        seen.put("time_bounds", bounds(model.getTimeBounds()));
        seen.put("node_columns", columns(model.getNodeTable()));
        seen.put("edge_columns", columns(model.getEdgeTable()));
        seen.put("nodes", nodes(graph));
        seen.put("edges", edges(graph, model));
        return seen;
    }

    private static List<Object> issues(Container container) {
        List<Object> found = new ArrayList<>();
        for (java.util.Iterator<Issue> issues = container.getReport().getIssues(1000); issues.hasNext(); ) {
            Issue issue = issues.next();
            found.add(List.of(issue.getLevel().toString(), String.valueOf(issue.getMessage())));
        }
        return found;
    }

    private static Object bounds(Interval bounds) {
        return bounds == null ? null : List.of(bounds.getLow(), bounds.getHigh());
    }

    private static Map<String, Object> columns(Table table) {
        Map<String, Object> types = new LinkedHashMap<>();
        for (Column column : table) {
            if (!column.isProperty()) {
                types.put(column.getTitle(), column.getTypeClass().getSimpleName());
            }
        }
        return types;
    }

    private static Map<String, Object> nodes(Graph graph) {
        Map<String, Object> nodes = new LinkedHashMap<>();
        for (Node node : graph.getNodes().toArray()) {
            Map<String, Object> seen = element(node);
            seen.put("x", node.x());
            seen.put("y", node.y());
            seen.put("size", node.size());
            Color colour = node.getColor();
            seen.put("rgb", List.of(colour.getRed(), colour.getGreen(), colour.getBlue()));
            nodes.put(String.valueOf(node.getId()), seen);
        }
        return nodes;
    }

    private static Map<String, Object> edges(Graph graph, GraphModel model) {
        Map<String, Object> edges = new LinkedHashMap<>();
        for (Edge edge : graph.getEdges().toArray()) {
            Map<String, Object> seen = element(edge);
            seen.put("source", edge.getSource().getId());
            seen.put("target", edge.getTarget().getId());
            seen.put("type", edge.getTypeLabel());
            seen.put("weight", edge.getWeight());
            seen.put("directed", edge.isDirected());
            edges.put(String.valueOf(edge.getId()), seen);
        }
        return edges;
    }

    private static Map<String, Object> element(Element element) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Column column : element.getTable()) {
            Object value = element.getAttribute(column);
            if (!column.isProperty() && value != null) {
                values.put(column.getTitle(), value);
            }
        }
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("label", element.getLabel());
        seen.put("values", values);
        Interval[] intervals = element.getIntervals();
        seen.put("start", intervals == null || intervals.length == 0 ? null : intervals[0].getLow());
        return seen;
    }

    private static String json(Object value) {
        if (value == null || value instanceof Boolean) {
            return String.valueOf(value);
        } else if (value instanceof Number) {
            double number = ((Number) value).doubleValue();
            return Double.isNaN(number) || Double.isInfinite(number) ? quoted(value.toString()) : value.toString();
        } else if (value instanceof List) {
            List<String> items = new ArrayList<>();
            ((List<?>) value).forEach(item -> items.add(json(item)));
            return "[" + String.join(",", items) + "]";
        } else if (value instanceof Map) {
            List<String> items = new ArrayList<>();
            ((Map<?, ?>) value).forEach((key, item) -> items.add(quoted(key.toString()) + ":" + json(item)));
            return "{" + String.join(",", items) + "}";
        }
        return quoted(value.toString());
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char unit : text.toCharArray()) {
            if (unit < 0x20 || unit > 0x7e || unit == '"' || unit == '\\') {
                quoted.append(String.format("\\u%04x", (int) unit));
            } else {
                quoted.append(unit);
            }
        }
        return quoted.append('"').toString();
    }
}
