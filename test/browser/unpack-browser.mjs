// A process of its own: the package unpacks into the folder for temporary files, and takes the
// libraries that a bare machine lacks only where it believes to run on Amazon's.
import chromium from "@sparticuz/chromium";

process.stdout.write(await chromium.executablePath());
