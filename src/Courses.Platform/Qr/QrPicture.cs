using QRCoder;

namespace Courses.Platform.Qr;

/// <summary>A QR code as SVG: sharp on paper and screen, no script needed. Error correction M, quiet zone of 4 modules.</summary>
public static class QrPicture
{
    public static string Svg(string content)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(content, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(data);
        return svg.GetGraphic(4, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
