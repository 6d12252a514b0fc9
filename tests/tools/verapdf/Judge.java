import java.io.FileInputStream;
import java.io.InputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Judges PDF files with the veraPDF engine: Judge FLAVOUR[,FLAVOUR] FILE...; one line a verdict. */
public class Judge {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 1; i < args.length; i++) {
            for (String id : args[0].split(",")) {
                PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
                if (flavour == PDFAFlavour.NO_FLAVOUR) {
                    throw new IllegalArgumentException("no such flavour: " + id);
                }
                try (InputStream in = new FileInputStream(args[i]);
                        PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour)) {
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
                    ValidationResult result = validator.validate(parser);
                    System.out.println((result.isCompliant() ? "PASS" : "FAIL") + "\t" + id + "\t" + args[i]);
                    int shown = 0;
                    for (TestAssertion each : result.getTestAssertions()) {
                        if (each.getStatus() == TestAssertion.Status.FAILED && shown++ < 10) {
                            System.out.println("  " + each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber()
                                    + " " + each.getMessage() + " @ " + each.getLocation().getContext());
                        }
                    }
                }
            }
        }
    }
}
