/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.report;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A drawing as the library gives it, made fit for a page: no size and no style of its own, a title for those who cannot see it,
 * layers by name with the number of their marks, and nothing that differs from run to run: names are counted, not drawn at
 * random, and numbers are rounded to what can be seen.
 */
final class Svg {

    private static final String SPACE = "http://www.w3.org/2000/svg";
    private static final Pattern DECIMAL = Pattern.compile("-?\\d+\\.\\d+(?:E-?\\d+)?");
    private static final Pattern RGB = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");
    private static final Pattern REFERENCE = Pattern.compile("url\\(#(\\w+)\\)");
    private static final Pattern OPAQUE = Pattern.compile("1\\.0|0\\.99\\d+");

    private final Document document;

    private Svg(Document document) {
        this.document = document;
    }

    static Svg parse(String text) {
        try {
            return new Svg(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text))));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("the drawing is no XML", e);
        }
    }

    /** The drawing of that plot, made for that width and height. */
    Svg as(Plot plot, List<Double> size) {
        Element root = document.getDocumentElement();
        root.removeAttribute("width");
        root.removeAttribute("height");
        root.setAttribute(
                "viewBox", String.format(Locale.ROOT, "0 0 %d %d", Math.round(size.get(0)), Math.round(size.get(1))));
        root.setAttribute("id", plot.id());
        root.setAttribute("class", plot.isPlane() ? "plot plane" : "plot");
        root.setAttribute("role", "img");
        elements("style").forEach(Svg::remove);
        elements("path").stream().filter(path -> !path.hasAttribute("d")).forEach(Svg::remove);
        mark(plot);
        name(plot.y().names());
        rename(plot.id());
        elements("*").forEach(Svg::tidy);
        prepend(
                "title",
                plot.title() + ": " + plot.y().label() + " against " + plot.x().label());
        return this;
    }

    /** Only layers are clipped, in their order. */
    private void mark(Plot plot) {
        List<Element> drawn =
                elements("g").stream().filter(g -> g.hasAttribute("clip-path")).toList();
        if (drawn.size() != plot.layers().size()) {
            throw new IllegalStateException("'%s' must be drawn in %d layers, got %d"
                    .formatted(plot.id(), plot.layers().size(), drawn.size()));
        }
        for (int i = 0; i < drawn.size(); i++) {
            Layer layer = plot.layers().get(i);
            drawn.get(i)
                    .setAttribute(
                            "class", "layer " + layer.getClass().getSimpleName().toLowerCase(Locale.ROOT));
            OptionalInt marks = layer.marks();
            if (marks.isPresent()) {
                drawn.get(i).setAttribute("data-marks", Integer.toString(marks.getAsInt()));
            }
        }
    }

    /** The library cuts names after twenty letters. */
    private void name(List<String> names) {
        List<Element> texts = elements("text").stream()
                .filter(text -> text.getAttribute("class").startsWith("axis-text-y"))
                .toList();
        IntStream.range(0, names.size()).forEach(i -> texts.get(i).setTextContent(names.get(i)));
    }

    private void rename(String prefix) {
        Map<String, String> names = new HashMap<>();
        for (Element element : elements("*")) {
            if (element.getNodeName().equals("clipPath")) {
                String name = prefix + "-" + names.size();
                names.put(element.getAttribute("id"), name);
                element.setAttribute("id", name);
            } else if (!element.equals(document.getDocumentElement())) {
                element.removeAttribute("id");
            }
        }
        elements("g").stream()
                .filter(g -> g.hasAttribute("clip-path"))
                .forEach(g -> g.setAttribute(
                        "clip-path",
                        REFERENCE.matcher(g.getAttribute("clip-path")).replaceAll(found -> "url(#%s)"
                                .formatted(names.get(found.group(1))))));
    }

    private static void tidy(Element element) {
        attributes(element).forEach(attribute -> {
            String name = attribute.getName();
            boolean opaque = name.endsWith("-opacity")
                    && OPAQUE.matcher(attribute.getValue()).matches();
            if (opaque || name.equals("style") || name.equals("clip-bounds-jfx")) {
                element.removeAttribute(name);
            } else if (!name.equals("id")) {
                attribute.setValue(plain(attribute.getValue()));
            }
        });
        for (Node node : list(element.getChildNodes())) {
            if (node.getNodeType() == Node.TEXT_NODE) {
                node.setNodeValue(node.getNodeValue().strip());
            }
        }
    }

    /** Numbers to a hundredth, colours as in {@link Tone}. */
    private static String plain(String value) {
        String rounded = DECIMAL.matcher(value).replaceAll(found -> new BigDecimal(found.group())
                .setScale(2, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString());
        return RGB.matcher(rounded)
                .replaceAll(found -> "#%02x%02x%02x"
                        .formatted(
                                Integer.valueOf(found.group(1)),
                                Integer.valueOf(found.group(2)),
                                Integer.valueOf(found.group(3))))
                .strip();
    }

    /** The same with style rules inside. */
    Svg styled(String css) {
        prepend("style", css);
        return this;
    }

    private void prepend(String name, String text) {
        Element element = document.createElementNS(SPACE, name);
        element.setTextContent(text);
        Element root = document.getDocumentElement();
        root.insertBefore(element, root.getFirstChild());
    }

    private List<Element> elements(String name) {
        return list(document.getElementsByTagName(name)).stream()
                .map(Element.class::cast)
                .toList();
    }

    private static List<Attr> attributes(Element element) {
        return IntStream.range(0, element.getAttributes().getLength())
                .mapToObj(i -> (Attr) element.getAttributes().item(i))
                .toList();
    }

    private static List<Node> list(NodeList nodes) {
        return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).toList();
    }

    private static void remove(Element element) {
        element.getParentNode().removeChild(element);
    }

    String text() {
        StringWriter text = new StringWriter();
        try {
            Transformer writer = TransformerFactory.newInstance().newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            writer.transform(new DOMSource(document), new StreamResult(text));
        } catch (TransformerException e) {
            throw new IllegalStateException("the drawing cannot be written", e);
        }
        return text.toString();
    }
}
